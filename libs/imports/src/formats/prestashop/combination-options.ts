import { trimCell } from '#libs/platform';

/** A combination's options by name, in their order; null when the two cells do not say the same number of them. */
export function readOptions(attributes: string, values: string): Map<string, string> | null {
  const names = splitAt(attributes, /[,;|]/);
  if (names.length === 0) return null;
  const hasPositions = names.some((name) => /:\s*\w+\s*:\s*\d+$/.test(name));
  const found = splitValues(values, names.length);
  if (found?.length !== names.length) return null;
  const plain = found.map((value) => (hasPositions ? trimCell(value.replace(/:\s*\d+$/, '')) : value));
  if (plain.includes('')) return null;
  return new Map(names.map((name, i) => [trimCell(name.split(':')[0] ?? ''), plain[i] ?? '']));
}

/** `Couleur:Bleu, Taille:M` of 1.4. */
export function readPairs(text: string): Map<string, string> | null {
  const pairs = splitAt(text, /[,;|](?=[^,;|:]+:)/).map((part) => /^([^:]+):(.+)$/.exec(part));
  if (pairs.length === 0 || pairs.includes(null)) return null;
  return new Map(pairs.map((pair) => [trimCell(pair?.[1] ?? ''), trimCell(pair?.[2] ?? '')]));
}

/** A value may hold a comma itself: after a position is then where one ends. */
function splitValues(text: string, wanted: number): string[] | null {
  if (wanted === 1) return [trimCell(text)];
  const ways = [/(?<=:\s*\d+\s*)[,;|]/, /[,;|]/, /[,;|](?=\s)/, /[;|]/];
  return ways.map((separator) => splitAt(text, separator)).find((parts) => parts.length === wanted) ?? null;
}

const splitAt = (text: string, separator: RegExp): string[] => text.split(separator).map(trimCell).filter(Boolean);
