import { type FieldShape, viewShapes } from './shapes.js';

/** Where a value is not of this shape: `frame.shop.name: string`. Each line names the field and what it should be. */
export function misfits(value: unknown, shape: string, at = ''): string[] {
  if (shape === 'object' || shape === 'ThemeSettings') return isRecord(value) ? [] : [`${at}: object`];
  if (!isRecord(value)) return [`${at || 'view'}: ${shape}`];
  const fields = viewShapes()[shape] ?? {};
  const path = (name: string): string => (at ? `${at}.${name}` : name);
  const unknown = Object.keys(value).filter((name) => !fields[name]);
  return [
    ...unknown.map((name) => `${path(name)}: ?`),
    ...Object.entries(fields).flatMap(([name, field]) => fieldMisfits(value[name], field, path(name))),
  ];
}

function fieldMisfits(value: unknown, field: FieldShape, at: string): string[] {
  if (value === undefined) return field.optional ? [] : [`${at}: ${nameOf(field)}`];
  if (value === null) return field.nullable ? [] : [`${at}: ${nameOf(field)}`];
  if (!field.many) return oneMisfit(value, field, at);
  if (!Array.isArray(value)) return [`${at}: ${nameOf(field)}`];
  return value.flatMap((one, index) => oneMisfit(one, field, `${at}.${index}`));
}

function oneMisfit(value: unknown, field: FieldShape, at: string): string[] {
  if (!['string', 'number', 'boolean'].includes(field.type)) return misfits(value, field.type, at);
  const isWord = !field.words || field.words.includes(String(value));
  return typeof value === field.type && isWord ? [] : [`${at}: ${nameOf(field)}`];
}

/** `string`, `ProductCard[]`, `"open" | "paused"`. */
export function nameOf({ type, words, many }: FieldShape): string {
  const one = words ? words.map((word) => `"${word}"`).join(' | ') : type;
  return many ? `${one}[]` : one;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
