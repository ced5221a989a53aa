import { ANY, type Kind, type Kinds, type Looked, TEXT } from './kinds.js';

type Expression = hbs.AST.Expression;
type Call = hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression;

/** A parsed template or partial. `shown` is its path in the theme; null for one of `themes/base`. */
export interface ParsedTemplate {
  shown: string | null;
  program: hbs.AST.Program;
  /** What its header says that it accepts. */
  accepts: string;
}

/** Where a fault is reported: `file` in the theme, from 1 the line. */
type Report = (id: string, file: string, line: number, detail: string) => void;

interface World {
  kinds: Kinds;
  partials: Map<string, ParsedTemplate>;
  report: Report;
}

/** Where the walk is. `caller` is the place in the theme that called the partial, when the walk is in one. */
interface Scope {
  at: ParsedTemplate;
  stack: Kind[];
  names: Map<string, Kind>;
  depth: number;
  caller?: { file: string; line: number; partial: string };
  body?: { program: hbs.AST.Program; scope: Scope };
}

const MAX_DEPTH = 12;
const SAME_CONTEXT = new Set(['if', 'unless']);

/** Follows one template through every partial it calls, and reports each field that is not there. */
export class FieldWalk {
  constructor(private readonly world: World) {}

  template(at: ParsedTemplate, view: string): void {
    this.program(at.program, { at, stack: [{ is: 'shape', name: view }], names: new Map(), depth: 0 });
  }

  private program(program: hbs.AST.Program | undefined, scope: Scope): void {
    for (const node of program?.body ?? []) this.statement(node, scope);
  }

  private statement(node: hbs.AST.Statement, scope: Scope): void {
    if (node.type === 'MustacheStatement') this.mustache(node as hbs.AST.MustacheStatement, scope);
    if (node.type === 'BlockStatement') this.block(node as hbs.AST.BlockStatement, scope);
    if (node.type.startsWith('Partial')) this.partial(node as hbs.AST.PartialBlockStatement, scope);
  }

  private mustache(node: hbs.AST.MustacheStatement, scope: Scope): void {
    const isCall = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    if (isCall) this.call(node, scope);
    else this.value(node.path, scope, true);
  }

  private block(node: hbs.AST.BlockStatement, scope: Scope): void {
    const name = node.path.original;
    const [given = ANY] = node.params.map((param) => this.value(param, scope));
    // What a partial was not given is not there: what stands behind it is never shown.
    const isDead = node.params.some((param) => this.isAbsent(param, scope));
    if (name !== 'unless' && isDead) return this.program(node.inverse, scope);
    if (SAME_CONTEXT.has(name)) this.program(node.program, scope);
    else this.program(node.program, this.inside(node, given, scope));
    if (!isDead) this.program(node.inverse, scope);
  }

  private isAbsent(node: Expression, scope: Scope): boolean {
    if (node.type === 'PathExpression') {
      const path = node as hbs.AST.PathExpression;
      return !path.data && typeof this.look(path, scope) === 'string';
    }
    if (node.type !== 'SubExpression') return false;
    const { path, params } = node as hbs.AST.SubExpression;
    const test = (param: Expression): boolean => this.isAbsent(param, scope);
    const name = path.original;
    if (name === 'or') return params.every(test);
    return name === 'and' && params.some(test);
  }

  private inside(node: hbs.AST.BlockStatement, given: Kind, scope: Scope): Scope {
    const item = node.path.original === 'each' ? itemOf(given) : given;
    const [name] = node.program.blockParams ?? [];
    const names = name ? new Map([...scope.names, [name, item]]) : scope.names;
    return { ...scope, stack: [...scope.stack, item], names };
  }

  private partial(node: hbs.AST.PartialBlockStatement, scope: Scope): void {
    const [context] = node.params.map((param) => this.value(param, scope));
    const fields = new Map((node.hash?.pairs ?? []).map(({ key, value }) => [key, this.value(value, scope)]));
    const name = (node.name as hbs.AST.PathExpression).original;
    const from: Kind = context ?? { is: 'none' };
    const given: Kind = fields.size === 0 && context ? context : { is: 'fields', fields, from };
    if (name === '@partial-block') return this.body(given, scope);
    const at = this.world.partials.get(name);
    if (!at || scope.depth >= MAX_DEPTH) return;
    const caller = place(node, scope, name);
    const body = node.program ? { body: { program: node.program, scope } } : {};
    const asArguments: Kind = given.is === 'shape' ? { is: 'fields', fields: new Map(), from: given } : given;
    this.program(at.program, { at, stack: [asArguments], names: new Map(), depth: scope.depth + 1, caller, ...body });
  }

  /** The block that was handed to a partial is read where it was written, with what the partial gives it. */
  private body(given: Kind, scope: Scope): void {
    if (scope.body) this.program(scope.body.program, { ...scope.body.scope, stack: [given] });
  }

  /** What an expression is; `isPrinted`: it must be there, or the page fails. */
  private value(node: Expression, scope: Scope, isPrinted = false): Kind {
    if (node.type === 'SubExpression') return this.call(node as hbs.AST.SubExpression, scope);
    if (node.type !== 'PathExpression') return TEXT;
    const path = node as hbs.AST.PathExpression;
    if (path.data) return ANY;
    const found = this.look(path, scope);
    if (typeof found !== 'string') return found;
    const isOurs = scope.at.shown === null;
    if (isPrinted && (isOurs || found === 'absent')) this.missing(path, scope);
    else if (isOurs) return ANY;
    else if (found === 'unknown') this.unknown(path, scope);
    else this.undeclared(path, scope);
    return ANY;
  }

  private look(path: hbs.AST.PathExpression, scope: Scope): Looked {
    const [head, ...tail] = path.parts;
    const start = scope.stack.at(-1 - path.depth) ?? ANY;
    if (head === undefined) return start;
    const isNamed = path.depth === 0 && !/^(this|\.)[./]/.test(path.original) && scope.names.has(head);
    let found: Looked = isNamed ? scope.names.get(head)! : this.world.kinds.field(start, head);
    for (const part of tail) {
      if (typeof found === 'string') return found;
      found = this.world.kinds.field(found, part);
    }
    return found;
  }

  private call(node: Call, scope: Scope): Kind {
    const params = node.params.map((param) => this.value(param, scope));
    const hash = (node.hash?.pairs ?? []).map(({ key, value }): [string, Kind] => [key, this.value(value, scope)]);
    switch ((node.path as hbs.AST.PathExpression).original) {
      case 'or':
        return params.find((kind) => kind.is !== 'text') ?? TEXT;
      case 'list':
        return { is: 'list', of: params[0] ?? ANY };
      case 'object':
        return { is: 'fields', fields: new Map(hash), from: { is: 'none' } };
      case 'lookup':
        return ANY;
      default:
        return TEXT;
    }
  }

  private unknown(path: hbs.AST.PathExpression, scope: Scope): void {
    const { file, line } = here(path, scope);
    this.world.report('T024', file, line, path.original);
  }

  private missing(path: hbs.AST.PathExpression, scope: Scope): void {
    const { caller } = scope;
    if (caller) this.world.report('T025', caller.file, caller.line, `${caller.partial}: ${path.original}`);
    else this.unknown(path, scope);
  }

  /** A partial of the theme may do without an argument that its header names, not without one that nobody knows of. */
  private undeclared(path: hbs.AST.PathExpression, scope: Scope): void {
    const isOwn = scope.at.shown !== null && scope.caller;
    if (isOwn && !new RegExp(`\\b${path.parts[0]}\\b`).test(scope.at.accepts)) this.unknown(path, scope);
  }
}

function itemOf(kind: Kind): Kind {
  return kind.is === 'list' ? kind.of : ANY;
}

/** The place in the theme that a fault of this node is put to. */
function here(node: hbs.AST.Node, scope: Scope): { file: string; line: number } {
  if (scope.at.shown !== null) return { file: scope.at.shown, line: node.loc.start.line };
  return scope.caller ?? { file: '', line: 1 };
}

function place(node: hbs.AST.Node, scope: Scope, partial: string): { file: string; line: number; partial: string } {
  if (scope.at.shown !== null) return { file: scope.at.shown, line: node.loc.start.line, partial };
  return scope.caller ?? { file: '', line: 1, partial };
}
