import type { Commune, Territory } from '#libs/territory';
import { queryWords } from './query-words.js';

/** A commune named among the words of a query. */
export interface NamedPlace {
  commune: Commune;
  /** The words without its name. */
  rest: string[];
  name: string[];
  /** Its name once; it bears another one now. */
  isFormer: boolean;
}

const LEADING = new Set([
  'a',
  'au',
  'aux',
  'en',
  'pres',
  'vers',
  'de',
  'du',
  'des',
  'd',
  'l',
  'la',
  'le',
  'les',
  'autour',
]);

interface Named {
  commune: Commune;
  isFormer: boolean;
}

const indexes = new WeakMap<Territory, Map<string, Named>>();

/** The longest commune name that the words hold, the last one when there are several; null when there is none. */
export function placeInQuery(words: string[], territory: Territory): NamedPlace | null {
  const index = indexOf(territory);
  for (let length = Math.min(words.length, 6); length > 0; length--) {
    for (let start = words.length - length; start >= 0; start--) {
      const name = words.slice(start, start + length);
      const named = index.get(keyOf(name));
      if (named)
        return { ...named, rest: [...withoutTail(words.slice(0, start)), ...words.slice(start + length)], name };
    }
  }
  return null;
}

/** « rose près de Loches »: what leads to the name goes with it. */
function withoutTail(words: string[]): string[] {
  let end = words.length;
  while (end > 0 && LEADING.has(words[end - 1] ?? '')) end--;
  return words.slice(0, end);
}

/** Namesakes: the most inhabited one; a present name before a former one. */
function indexOf(territory: Territory): Map<string, Named> {
  const known = indexes.get(territory);
  if (known) return known;
  const index = new Map<string, Named>();
  for (const { name, commune } of territory.earlierNames)
    index.set(keyOf(queryWords(name)), { commune, isFormer: true });
  const byPopulation = [...territory.communes].sort((a, b) => a.population - b.population);
  for (const commune of byPopulation) index.set(keyOf(queryWords(commune.name)), { commune, isFormer: false });
  index.delete('');
  indexes.set(territory, index);
  return index;
}

const SHORT: Record<string, string> = { st: 'saint', ste: 'sainte', sts: 'saints', stes: 'saintes' };

const keyOf = (words: string[]): string => words.map((word) => SHORT[word] ?? word).join(' ');
