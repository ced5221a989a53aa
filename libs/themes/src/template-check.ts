import Handlebars from 'handlebars';

import { isIcon } from './markup-helpers.js';

type Node = hbs.AST.Node;
type Call = hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression;

/** A fault of a template. `rule` is stable: `template.unchecked_link`... */
export interface TemplateFault {
  rule: string;
  file: string;
  line: number;
  text: string;
}

/** What templates may name. */
export interface TemplateWorld {
  helpers: Set<string>;
  partials: Set<string>;
  hasSentence: (key: string) => boolean;
  hasAsset: (name: string) => boolean;
  hasImageSize: (name: string) => boolean;
}

const MAX_LINES = 150;
const BLOCKS = new Set(['if', 'unless', 'each', 'with']);
const LINK = /\s(?:href|src|action|formaction|poster|cite|data|ping)\s*=\s*(["'])$/i;
const REFUSED_MARKUP: [rule: string, tags: RegExp, text: string][] = [
  ['inline_script', /<script\b(?![^>]*\bsrc=)/i, 'a script comes from a file'],
  ['inline_style', /<style\b|\sstyle\s*=/i, 'styles come from a style sheet'],
  ['inline_handler', /<[a-z][^>]*\son[a-z]+\s*=/i, 'handlers come from a script file'],
  ['unchecked_link', /=["'](?:javascript|data|vbscript):/i, 'a scheme that runs code'],
];
const LINK_HELPERS = new Set(['url', 'imageUrl', 'asset']);

/** Reads one template and answers every fault in it. */
export class TemplateChecker {
  private readonly faults: TemplateFault[] = [];
  private before = '';

  constructor(
    private readonly file: string,
    private readonly world: TemplateWorld,
  ) {}

  check(source: string, program: hbs.AST.Program): TemplateFault[] {
    const lines = source.trimEnd().split('\n').length;
    if (lines > MAX_LINES) this.fault('too_long', program, `${lines} lines, at most ${MAX_LINES}`);
    this.program(program);
    return this.faults;
  }

  private fault(rule: string, node: Node, text: string, linesDown = 0): void {
    const line = (node.loc?.start.line ?? 1) + linesDown;
    this.faults.push({ rule: `template.${rule}`, file: this.file, line, text });
  }

  private program(program: hbs.AST.Program | undefined): void {
    for (const statement of program?.body ?? []) this.statement(statement);
  }

  private statement(node: hbs.AST.Statement): void {
    switch (node.type) {
      case 'ContentStatement':
        return this.content(node as hbs.AST.ContentStatement);
      case 'MustacheStatement':
        return this.mustache(node as hbs.AST.MustacheStatement);
      case 'BlockStatement':
        return this.block(node as hbs.AST.BlockStatement);
      case 'PartialStatement':
      case 'PartialBlockStatement':
        return this.partial(node as hbs.AST.PartialBlockStatement);
      case 'CommentStatement':
        return undefined;
      default:
        return this.fault('unknown_statement', node, node.type);
    }
  }

  private content(node: hbs.AST.ContentStatement): void {
    this.before = (this.before + node.value).slice(-4000);
    for (const [rule, tags, text] of REFUSED_MARKUP) {
      const at = node.value.search(tags);
      if (at >= 0) this.fault(rule, node, text, node.value.slice(0, at).split('\n').length - 1);
    }
  }

  private mustache(node: hbs.AST.MustacheStatement): void {
    const name = this.call(node);
    if (!node.escaped) this.fault('raw_output', node, `{{{${name}}}} is not escaped: use richText`);
    const link = LINK.test(this.before);
    if (link && !LINK_HELPERS.has(name)) this.fault('unchecked_link', node, `${name} does not go through url`);
    if (/\s[\w-]+=$/.test(this.before)) this.fault('unquoted_attribute', node, `quote the value {{${name}}}`);
    this.before += '\u0001';
  }

  private block(node: hbs.AST.BlockStatement): void {
    const name = node.path.original;
    if (!BLOCKS.has(name)) this.fault('unknown_helper', node, `{{#${name}}}`);
    this.params(node);
    const before = this.before;
    this.program(node.program);
    const after = this.before;
    this.before = before;
    this.program(node.inverse);
    this.before = after;
  }

  private partial(node: hbs.AST.PartialBlockStatement): void {
    const name = node.name as hbs.AST.PathExpression;
    const isKnown = name.original === '@partial-block' || this.world.partials.has(name.original);
    if (node.name.type !== 'PathExpression' || !isKnown) this.fault('unknown_partial', node, name.original);
    this.params(node as unknown as Call);
    this.program(node.program);
  }

  /** The name that a call starts with, after its name and arguments were looked at. */
  private call(node: Call): string {
    const path = node.path as hbs.AST.PathExpression;
    if (node.path.type !== 'PathExpression') return path.original;
    const name = path.original;
    const isHelper = this.world.helpers.has(name);
    const hasArguments = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    const mustBeHelper = hasArguments || node.type === 'SubExpression';
    if (mustBeHelper && !isHelper) this.fault('unknown_helper', node, `{{${name} ...}}`);
    if (!hasArguments && isHelper && node.type === 'MustacheStatement') {
      this.fault('helper_without_argument', node, `{{${name}}} is a helper: write {{this.${name}}} for a field`);
    }
    this.params(node);
    this.literal(name, node);
    if (name === 'picture') this.imageSize(node);
    return name;
  }

  private params(node: Call): void {
    const values = [...node.params, ...(node.hash?.pairs ?? []).map((pair) => pair.value)];
    for (const value of values) if (value.type === 'SubExpression') this.call(value as hbs.AST.SubExpression);
  }

  private imageSize(node: Call): void {
    const size = node.hash?.pairs.find(({ key }) => key === 'size')?.value as hbs.AST.StringLiteral | undefined;
    if (size && !this.world.hasImageSize(size.value)) this.fault('unknown_image_size', node, size.value);
  }

  /** A name that is written out is looked up now, not at the first visitor. */
  private literal(helper: string, node: Call): void {
    const argument = node.params[helper === 'plural' ? 1 : 0] as hbs.AST.StringLiteral | undefined;
    if (argument?.type !== 'StringLiteral') return;
    const { hasSentence, hasAsset } = this.world;
    if (helper === 't' && !hasSentence(argument.value)) this.fault('unknown_sentence', node, argument.value);
    if (helper === 'plural' && !hasSentence(`${argument.value}.other`)) {
      this.fault('unknown_sentence', node, `${argument.value}.other`);
    }
    if (helper === 'icon' && !isIcon(argument.value)) this.fault('unknown_icon', node, argument.value);
    if (helper === 'asset' && !hasAsset(argument.value)) this.fault('unknown_asset', node, argument.value);
  }
}

/** Parses one template; a syntax error is a fault like any other. */
export function parseTemplate(file: string, source: string): hbs.AST.Program | TemplateFault {
  try {
    return Handlebars.parse(source);
  } catch (error) {
    return { rule: 'template.syntax', file, line: 1, text: (error as Error).message };
  }
}
