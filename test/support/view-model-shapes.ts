import { readFileSync } from 'node:fs';

import ts from 'typescript';

import type { FieldShape, Shapes } from '../../libs/themes/src/check/shapes.js';

interface Found {
  shapes: Shapes;
  docs: Record<string, string>;
  words: Map<string, string[]>;
}

/** Every interface of these files, with the fields it inherits; an object written in place is called `Frame.portal`. */
export function readShapes(files: string[]): { shapes: Shapes; docs: Record<string, string> } {
  const found: Found = { shapes: {}, docs: {}, words: new Map() };
  const statements = files.flatMap((file) => [
    ...ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true).statements,
  ]);
  for (const node of statements) if (ts.isTypeAliasDeclaration(node)) addWords(found, node);
  for (const node of statements) if (ts.isInterfaceDeclaration(node)) addInterface(found, node);
  return { shapes: found.shapes, docs: found.docs };
}

function addWords(found: Found, node: ts.TypeAliasDeclaration): void {
  const words = wordsOf(node.type);
  if (words) found.words.set(node.name.text, words);
}

function addInterface(found: Found, node: ts.InterfaceDeclaration): void {
  const name = node.name.text;
  const bases = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => type.getText()));
  const inherited = Object.assign({}, ...bases.map((base) => found.shapes[base])) as Record<string, FieldShape>;
  const own = fieldsOf(found, name, node.members);
  found.shapes[name] = { ...inherited, ...own };
  found.docs[name] = docOf(node);
}

function fieldsOf(found: Found, owner: string, members: ts.NodeArray<ts.TypeElement>): Record<string, FieldShape> {
  const fields = members.filter(ts.isPropertySignature).map((member): [string, FieldShape] => {
    const name = member.name.getText();
    const shape = shapeOf(found, `${owner}.${name}`, member.type!);
    const isOptional = member.questionToken ? { optional: true } : {};
    const doc = docOf(member);
    return [name, { ...shape, ...isOptional, ...(doc ? { doc } : {}) }];
  });
  return Object.fromEntries(fields);
}

function shapeOf(found: Found, place: string, type: ts.TypeNode): FieldShape {
  if (ts.isArrayTypeNode(type)) return { ...shapeOf(found, place, type.elementType), many: true };
  if (ts.isTypeLiteralNode(type)) {
    found.shapes[place] = fieldsOf(found, place, type.members);
    return { type: place };
  }
  const words = wordsOf(type);
  if (words) return { type: 'string', words };
  if (!ts.isTypeReferenceNode(type)) return { type: type.getText() };
  const name = type.typeName.getText();
  if (name === 'Maybe') return { ...shapeOf(found, place, type.typeArguments![0]!), nullable: true };
  const known = found.words.get(name);
  return known ? { type: 'string', words: known } : { type: name };
}

function wordsOf(type: ts.TypeNode): string[] | null {
  if (!ts.isUnionTypeNode(type)) return null;
  const words = type.types.map((one) =>
    ts.isLiteralTypeNode(one) && ts.isStringLiteral(one.literal) ? one.literal.text : null,
  );
  return words.every((word) => word !== null) ? words : null;
}

function docOf(node: ts.Node): string {
  const comments = ts.getLeadingCommentRanges(node.getFullText(), 0) ?? [];
  const last = comments
    .map(({ pos, end }) => node.getFullText().slice(pos, end))
    .findLast((text) => text.startsWith('/**'));
  return (last ?? '')
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\*\s?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}
