import type { Commune, Point } from '#libs/territory';
import { cellsAround } from './geo-cells.js';
import { type Match, matchText } from './match-query.js';
import type { CleanSearchQuery } from './search-query.js';
import type { WordMeaning } from './vocabulary.service.js';

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

/** What the SQL functions of 0007-search.sql take. */
export interface SearchPlan {
  /** Texts of tsqueries, asked one after the other. */
  rings: string[];
  /** For the rank: the words alone. */
  words: string;
  /** All matches without the facets' own filters: what is counted. */
  counted: string;
  filters: {
    kind: string | null;
    /** The choices of the two facets: each is left out where its own values are counted. */
    trade: string | null;
    commune: string | null;
    priceMax: number | null;
    collectableBefore: string | null;
    lat: number | null;
    lon: number | null;
    radiusKm: number | null;
    /** Text of a tsquery: what bears the name of the place counts wherever it is. */
    named: string | null;
  };
}

const NEAR_KM = 12;
/** How far « rose loches » looks. */
export const SOFT_RADIUS_KM = 30;
/** Where there is nothing near a commune that was read in the words. */
export const WIDE_RADIUS_KM = 100;

/** Null when a word is unknown: nothing can match. */
export function searchPlan(query: CleanSearchQuery, words: readonly WordMeaning[], around: Around): SearchPlan | null {
  if (words.some((word) => word.lexemes.length === 0)) return null;
  const said = words.map(anyLexeme);
  const kind: Match[] = query.kind ? [{ marker: `kind=${query.kind}` }] : [];
  const chosen: Match[] = [...kind];
  if (query.category) chosen.push({ marker: `trade=${query.category}` });
  if (query.commune && around.radiusKm === null) chosen.push({ marker: `commune=${query.commune}` });
  const text = (...parts: Match[]): string => matchText({ all: [...said, ...parts] }) ?? `'any=1'`;
  return {
    rings: rings(around).map((ring) => text(...chosen, ...ring)),
    words: matchText({ all: said }) ?? '',
    counted: text(...kind, ...within(around)),
    filters: {
      kind: query.kind ?? null,
      trade: query.category ?? null,
      commune: around.radiusKm === null ? (query.commune ?? null) : null,
      priceMax: query.priceMax ?? null,
      collectableBefore: query.collectableBefore ?? null,
      lat: around.point?.lat ?? null,
      lon: around.point?.lon ?? null,
      radiusKm: around.radiusKm,
      named: matchText({ all: around.name.map(anyLexeme) }),
    },
  };
}

export const anyLexeme = (word: WordMeaning): Match => ({ any: word.lexemes.map((lexeme) => ({ lexeme })) });

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
