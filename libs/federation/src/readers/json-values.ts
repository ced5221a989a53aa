import { NotThisFeedError } from '../federation.errors.js';

/** Bytes of one JSON document. */
const MOST = 50_000_000;

/** Control characters inside strings are forgiven: many shop systems write them. @throws NotThisFeedError */
export function parseJson(body: Buffer): unknown {
  if (body.length > MOST) throw new NotThisFeedError({ kind: 'json' });
  const text = new TextDecoder('utf-8').decode(body);
  const parsed = looseJson(text);
  if (parsed === undefined) throw new NotThisFeedError({ kind: 'json' });
  return parsed;
}

/** Undefined where nothing can be read. */
export function looseJson(text: string): unknown {
  for (const attempt of [text, text.replace(/\p{Cc}+/gu, ' ').replace(/,\s*([}\]])/g, '$1')]) {
    try {
      return JSON.parse(attempt) as unknown;
    } catch {
      continue;
    }
  }
  return undefined;
}

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value or several, as a list. */
export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The text of a value that may be a number, a list, or a JSON-LD value object (`{"@value": …}`). */
export function textOf(value: unknown): string {
  const [first] = listOf(value);
  if (typeof first === 'string') return first.trim();
  if (typeof first === 'number' || typeof first === 'boolean') return String(first);
  if (isObject(first)) return textOf(first['@value'] ?? first['@id'] ?? first['name']);
  return '';
}
