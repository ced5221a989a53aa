import type { Commune, Point } from '#libs/territory';
import { CIRCLES_KM, endOfDay, PRICE_EDGES } from './facet-edges.js';
import { cellsAround } from './geo-cells.js';
import { type Match, matchText } from './match-query.js';
import type { CleanSearchQuery } from './search-query.js';
import type { WordForm, WordMeaning } from './word-meaning.js';

/** Where results are wanted. `isSoft`: read in the words, so that farther results with the name itself count too. */
export interface Around {
  point: Point | null;
  commune: Commune | null;
  /** Kilometres; null: distance orders, nothing is left out. */
  radiusKm: number | null;
  isSoft: boolean;
  /** The commune's name as words of the query; empty when it was chosen by its code. */
  name: readonly WordMeaning[];
}

/** How a query is understood. */
export interface Understood {
  words: WordMeaning[];
  around: Around;
  /** One of these references instead of words. */
  codes?: string[];
  /** Words that say nothing by themselves; titles that hold them stand a little higher. */
  little?: readonly string[];
  /** So many of the words may be missing. */
  missing?: number;
}

/** What an engine is asked. */
export interface SearchPlan {
  /** Asked one after the other. */
  rings: Match[];
  /** All matches without the facets' own filters: what is counted. */
  counted: Match;
  filters: {
    kind: string | null;
    initiative: string | null;
    /** The choices of the two facets: each is left out where its own values are counted. */
    trade: string | null;
    commune: string | null;
    priceMin: number | null;
    priceMax: number | null;
    collectableBefore: string | null;
    openNow: boolean;
    lat: number | null;
    lon: number | null;
    radiusKm: number | null;
    /** What bears the name of the place counts wherever it is. */
    named: Match | null;
    /** The words by which titles are ranked, and the first two side by side. */
    forms: WordForm[];
    phrase: string | null;
    /** What is counted: edges in cents, kilometres, instants by name. */
    bands: readonly number[];
    circles: readonly number[];
    pickups: Record<'today' | 'tomorrow', string>;
  };
}

const NEAR_KM = 12;
/** How far « rose loches » looks. */
export const SOFT_RADIUS_KM = 30;
/** Where there is nothing near a commune that was read in the words. */
export const WIDE_RADIUS_KM = 100;

/** Titles are ranked by so many words. */
const MOST_FORMS = 4;
/** A word with more documents than this asks for titles that begin with it first. */
const COMMON = 200;

/** Null when a word is unknown: nothing can match. */
export function searchPlan(query: CleanSearchQuery, understood: Understood): SearchPlan | null {
  const { around, codes, missing = 0 } = understood;
  const words = understood.words.filter((word) => word.lexemes.length > 0 || word.synonyms);
  if (understood.words.length - words.length > missing) return null;
  const said = codes ? [anyCode(codes)] : saidWith(words, understood.words.length - missing);
  const kind: Match[] = query.kind ? [{ marker: `kind=${query.kind}` }] : [];
  if (query.initiative) kind.push({ marker: `initiative=${query.initiative}` });
  const chosen: Match[] = [...kind];
  if (query.category) chosen.push({ marker: `trade=${query.category}` });
  if (query.commune && around.point === null) chosen.push({ marker: `commune=${query.commune}` });
  const text: Match = { all: said };
  const asked = (...parts: Match[]): Match => ({ all: [text, ...parts] });
  const little = (understood.little ?? []).map((word) => ({ w: word, p: word, s: word, a: null }));
  const forms = [...words.map(({ form }) => form), ...little].slice(0, MOST_FORMS);
  return {
    rings: [...(around.point ? [] : heads(words)), ...rings(around)].map((ring) => asked(...chosen, ...ring)),
    counted: asked(...kind, ...within(around)),
    filters: {
      kind: query.kind ?? null,
      initiative: query.initiative ?? null,
      trade: query.category ?? null,
      commune: around.point === null ? (query.commune ?? null) : null,
      priceMin: query.priceMin ?? null,
      priceMax: query.priceMax ?? null,
      collectableBefore: query.collectableBefore ?? null,
      openNow: query.openNow ?? false,
      lat: around.point?.lat ?? null,
      lon: around.point?.lon ?? null,
      radiusKm: around.radiusKm,
      named: around.name.length > 0 ? { all: around.name.map(anyLexeme) } : null,
      forms,
      phrase: words.length > 1 && forms[1] ? `${forms[0]?.w} ${forms[1].w}` : null,
      bands: PRICE_EDGES,
      circles: around.point ? CIRCLES_KM.filter((km) => around.radiusKm === null || km <= around.radiusKm) : [],
      pickups: { today: endOfDay(0), tomorrow: endOfDay(1) },
    },
  };
}

/** As the SQL functions take it: the text of a tsquery. */
export const planText = (match: Match): string => matchText(match) ?? `'any=1'`;

export const filtersJson = ({ filters }: SearchPlan): string =>
  JSON.stringify({ ...filters, named: filters.named && matchText(filters.named) });

export const anyLexeme = (word: WordMeaning): Match => ({
  any: [
    ...word.lexemes.map((lexeme) => ({ lexeme })),
    ...(word.synonyms ?? []).map(({ trade, lexemes }): Match => ({
      all: [{ marker: `trade=${trade}` }, { any: lexemes.map((lexeme) => ({ lexeme })) }],
    })),
  ],
});

const anyCode = (codes: readonly string[]): Match => ({ any: codes.map((code) => ({ marker: `code=${code}` })) });

/** All the words, or any `wanted` of them. */
function saidWith(words: readonly WordMeaning[], wanted: number): Match[] {
  const all = words.map(anyLexeme);
  return wanted >= all.length ? all : [{ any: choices(all, Math.max(1, wanted)).map((some) => ({ all: some })) }];
}

/** Every choice of `n` of the items; a query has twelve words at most, and few of them may be missing. */
function choices<T>(items: readonly T[], n: number): T[][] {
  const [first, ...rest] = items;
  if (n === 0) return [[]];
  if (first === undefined) return [];
  return [...choices(rest, n - 1).map((some) => [first, ...some]), ...choices(rest, n)];
}

/** Of a very common word, titles that begin with it are wanted first. */
function heads(words: readonly WordMeaning[]): Match[][] {
  const [word] = words;
  if (words.length !== 1 || !word || word.n <= COMMON) return [];
  return [[{ any: word.lexemes.map((lexeme) => ({ marker: `head=${lexeme}` })) }]];
}

/** The commune itself, what is near, what is in the circle, and where the name was only read: what bears it elsewhere. */
function rings({ point, commune, radiusKm, isSoft, name }: Around): Match[][] {
  if (!point) return [[]];
  const own: Match[] = commune ? [{ marker: `commune=${commune.insee}` }] : [];
  const notOwn = own.map((match): Match => ({ not: match }));
  const near = cellsAround(point, Math.min(NEAR_KM, radiusKm ?? NEAR_KM));
  const circle = radiusKm === null ? null : cellsAround(point, radiusKm);
  const result: Match[][] = own.length > 0 ? [own] : [];
  if (near) result.push([near, ...notOwn]);
  const notNear: Match[] = near ? [{ not: near }, ...notOwn] : notOwn;
  if (!isSoft && (radiusKm === null || radiusKm > NEAR_KM)) result.push(circle ? [circle, ...notNear] : notNear);
  if (isSoft && circle) result.push([circle, ...notNear], [...name.map(anyLexeme), { not: circle }, ...notNear]);
  return result;
}

function within({ point, radiusKm, isSoft, name }: Around): Match[] {
  const circle = point && radiusKm !== null ? cellsAround(point, radiusKm) : null;
  if (!circle) return [];
  const named: Match[] = isSoft && name.every((word) => word.lexemes.length > 0) ? [{ all: name.map(anyLexeme) }] : [];
  return [{ any: [circle, ...named.filter((match) => matchText(match) !== null)] }];
}
