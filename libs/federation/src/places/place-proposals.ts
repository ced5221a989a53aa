import { foldText } from '#libs/platform';
import { distanceKm } from '#libs/territory';
import { isShop, type PlaceGraph, type PlaceGroup, siretOf } from './place-graph.js';
import type { PlaceDecision, PlaceNode } from './place-node.js';

export type MatchReason = 'phone' | 'website' | 'address' | 'near';

/** Two descriptions that may be of one place; the smaller id stands left. */
export interface Proposal {
  leftId: string;
  rightId: string;
  reason: MatchReason;
}

const NEAR_KM = 0.05;
/** Degrees: a little more than 50 m on the ground, both ways, in metropolitan France. */
const CELL = 0.001;
/** Of the pairs of letters of two names, those that both have. */
const ALIKE = 0.6;

/**
 * What an agent should look at: same telephone or website in one commune, like names at one address or within 50 m. Never two SIRETs, never two
 * shops of ours; one proposal for two places, however many descriptions they have. Sorted, so that the same places give the same.
 */
export function proposalsOf(
  nodes: readonly PlaceNode[],
  graph: PlaceGraph,
  decided: readonly PlaceDecision[],
): Proposal[] {
  const found = new Map<string, Proposal>();
  const apart = new Set(
    decided.filter(({ decision }) => decision === 'apart').map(({ leftId, rightId }) => pairOf(graph, leftId, rightId)),
  );
  for (const rule of RULES) {
    for (const [a, b] of comparedBy(rule, nodes)) {
      const pair = pairOf(graph, a.id, b.id);
      if (found.has(pair) || apart.has(pair) || !mayBeOne(graph, a, b) || !rule.isLike(a, b)) continue;
      const [leftId, rightId] = a.id < b.id ? [a.id, b.id] : [b.id, a.id];
      found.set(pair, { leftId, rightId, reason: rule.reason });
    }
  }
  return [...found.values()].sort((a, b) => (a.leftId + a.rightId < b.leftId + b.rightId ? -1 : 1));
}

interface Rule {
  reason: MatchReason;
  /** Two descriptions are compared only where they share a key. */
  keysOf: (node: PlaceNode) => string[];
  isLike: (a: PlaceNode, b: PlaceNode) => boolean;
}

const RULES: Rule[] = [
  { reason: 'phone', keysOf: ({ facts }) => inCommune(facts, phoneKey(facts.phone)), isLike: () => true },
  { reason: 'website', keysOf: ({ facts }) => inCommune(facts, siteKey(facts.url)), isLike: () => true },
  { reason: 'address', keysOf: ({ facts }) => inCommune(facts, addressKey(facts.addressLine)), isLike: hasLikeName },
  { reason: 'near', keysOf: cellsOf, isLike: (a, b) => hasLikeName(a, b) && isNear(a, b) },
];

function mayBeOne(graph: PlaceGraph, a: PlaceNode, b: PlaceNode): boolean {
  const [left, right] = [graph.group(a.id)!, graph.group(b.id)!];
  if (left === right || (left.some(isShop) && right.some(isShop))) return false;
  return siretOf(left) === null || siretOf(right) === null;
}

const inCommune = ({ communeInsee }: PlaceNode['facts'], key: string): string[] =>
  key === '' ? [] : [`${communeInsee} ${key}`];

/** The nine digits of a French number, however it is written. */
export const phoneKey = (phone = ''): string => {
  const digits = phone.replace(/\(0\)/g, '').replace(/\D/g, '');
  return /\d{9}$/.test(digits) && digits.length >= 10 ? digits.slice(-9) : '';
};

function siteKey(url = ''): string {
  if (!URL.canParse(url)) return '';
  const { hostname, pathname } = new URL(url);
  return hostname.replace(/^www\./, '') + pathname.replace(/\/+$/, '').toLowerCase();
}

const STREETS: Record<string, string> = {
  av: 'avenue',
  bd: 'boulevard',
  bld: 'boulevard',
  pl: 'place',
  r: 'rue',
  rte: 'route',
  st: 'saint',
  ste: 'sainte',
};

export const addressKey = (address = ''): string =>
  foldText(address)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !/^(de|du|des|la|le|les|l|d)$/.test(word))
    .map((word) => STREETS[word] ?? word)
    .join(' ');

function hasLikeName(a: PlaceNode, b: PlaceNode): boolean {
  const [one, other] = [pairsOfLetters(a.facts.name), pairsOfLetters(b.facts.name)];
  const both = [...one].filter((pair) => other.has(pair)).length;
  return both / Math.max(1, Math.min(one.size, other.size)) >= ALIKE;
}

const EMPTY_WORDS = /\b(sarl|sas|sasu|eurl|sa|ei|eirl|la|le|les|l|d|de|du|des|et|chez|au|aux)\b/g;

function pairsOfLetters(name: string): Set<string> {
  const letters = foldText(name)
    .replace(EMPTY_WORDS, ' ')
    .replace(/[^a-z0-9]+/g, '');
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
}

const isNear = (a: PlaceNode, b: PlaceNode): boolean => {
  const [one, other] = [pointOf(a), pointOf(b)];
  return one !== null && other !== null && distanceKm(one, other) <= NEAR_KM;
};

const pointOf = ({ facts: { lat, lon } }: PlaceNode) => (lat === undefined || lon === undefined ? null : { lat, lon });

/** The cell of a point and those around it: two near points share one at least. */
function cellsOf(node: PlaceNode): string[] {
  const point = pointOf(node);
  if (!point) return [];
  const [row, column] = [Math.floor(point.lat / CELL), Math.floor(point.lon / CELL)];
  return [0, 1].flatMap((up) => [0, 1].map((right) => `${row + up}:${column + right}`));
}

function blocksOf(nodes: readonly PlaceNode[], keysOf: Rule['keysOf']): Map<string, PlaceNode[]> {
  const blocks = new Map<string, PlaceNode[]>();
  for (const node of nodes) {
    for (const key of keysOf(node)) {
      const block = blocks.get(key);
      if (block) block.push(node);
      else blocks.set(key, [node]);
    }
  }
  return blocks;
}

/** A key that many share tells nothing: a switchboard, a shopping centre. */
const MOST_IN_A_BLOCK = 40;

function* comparedBy({ keysOf }: Rule, nodes: readonly PlaceNode[]): Generator<[PlaceNode, PlaceNode]> {
  for (const block of blocksOf(nodes, keysOf).values()) yield* pairsOf(block);
}

function* pairsOf(block: PlaceNode[]): Generator<[PlaceNode, PlaceNode]> {
  if (block.length > MOST_IN_A_BLOCK) return;
  for (const [at, a] of block.entries()) for (const b of block.slice(at + 1)) yield [a, b];
}

const idOf = (group: PlaceGroup | null, id: string): string => group?.[0]?.id ?? id;

function pairOf(graph: PlaceGraph, a: string, b: string): string {
  const [one, other] = [idOf(graph.group(a), a), idOf(graph.group(b), b)];
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
