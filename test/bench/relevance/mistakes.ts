import { Random } from '../../../apps/console/src/scale/random.js';
import type { Question, Title } from './titles.js';

/** Keys beside each other on a French keyboard. */
const NEIGHBOURS: Record<string, string> = {
  a: 'zq',
  z: 'aes',
  e: 'zrd',
  r: 'etf',
  t: 'ryg',
  y: 'tuh',
  u: 'yij',
  i: 'uok',
  o: 'ipl',
  p: 'om',
  q: 'asw',
  s: 'qdz',
  d: 'sfe',
  f: 'dgr',
  g: 'fht',
  h: 'gjy',
  j: 'hku',
  k: 'jli',
  l: 'kmo',
  m: 'lp',
  w: 'xq',
  x: 'wcs',
  c: 'xvd',
  v: 'cbf',
  b: 'vng',
  n: 'bh',
};

/** What sounds the same, left to right or right to left. */
const SOUNDS: [string, string][] = [
  ['ph', 'f'],
  ['eau', 'o'],
  ['au', 'o'],
  ['qu', 'k'],
  ['ss', 's'],
  ['ll', 'l'],
  ['nn', 'n'],
  ['ai', 'e'],
  ['ge', 'je'],
  ['ch', 'sh'],
  ['en', 'an'],
  ['y', 'i'],
  ['th', 't'],
];

type Mistake = (word: string, random: Random) => string;

const at = (word: string, random: Random): number => 1 + random.below(Math.max(1, word.length - 2));

const MISTAKES: Record<string, Mistake> = {
  swap: (word, random) => {
    const place = at(word, random);
    return word.slice(0, place) + (word[place + 1] ?? '') + (word[place] ?? '') + word.slice(place + 2);
  },
  drop: (word, random) => {
    const place = at(word, random);
    return word.slice(0, place) + word.slice(place + 1);
  },
  double: (word, random) => {
    const place = at(word, random);
    return word.slice(0, place) + (word[place] ?? '') + word.slice(place);
  },
  neighbour: (word, random) => {
    const place = at(word, random);
    const near = NEIGHBOURS[word[place]?.toLowerCase() ?? ''] ?? 'e';
    return word.slice(0, place) + random.pick([...near]) + word.slice(place + 1);
  },
  sound: (word, random) => {
    const possible = SOUNDS.filter(([written]) => word.includes(written));
    if (possible.length === 0) return word;
    const [written, heard] = random.pick(possible);
    return word.replace(written, heard);
  },
};

/**
 * Questions that nobody tuned for: some words of a title with one mistake in the longest, by rule and seed. Titles of `used` are left out.
 */
export function makeMistakes(
  titles: readonly Title[],
  used: ReadonlySet<string>,
  most: number,
  seed: number,
): Question[] {
  const random = new Random(seed);
  const kinds = Object.keys(MISTAKES);
  const open = [...new Set(titles.map(({ name }) => name))].filter((name) => !used.has(name));
  const made: Question[] = [];
  for (let tries = 0; made.length < most && tries < most * 50; tries++) {
    const wanted = random.pick(open);
    const words = wanted.toLowerCase().match(/[\p{L}\p{M}]{4,}/gu) ?? [];
    const begin = random.below(Math.max(1, words.length - 1));
    const some = words.slice(begin, begin + 1 + random.below(3));
    const longest = [...some].sort((a, b) => b.length - a.length)[0];
    if (longest === undefined || longest.length < 5) continue;
    const kind = kinds[made.length % kinds.length]!;
    const wrong = MISTAKES[kind]!(longest, random);
    if (wrong !== longest) made.push({ query: some.map((w) => (w === longest ? wrong : w)).join(' '), kind, wanted });
  }
  return made;
}
