import { createHash } from 'node:crypto';
import type { ProvisionRow } from './provision-row.js';

/** What one source says of a shop; only the fields it knows. */
export type Facts = Partial<Omit<ProvisionRow, 'source' | 'initiativeId' | 'siret' | 'key'>> & {
  /** A merchant may say « none »: null is a statement, absence is not. */
  [field: string]: unknown;
};

/** `kind`: of the initiative behind `initiative:<id>`. */
export interface SourceFacts {
  source: string;
  kind: string | null;
  facts: Facts;
}

const RANKS: [prefix: string, rank: number][] = [
  ['merchant', 5],
  ['initiative', 4],
  ['register', 2],
  ['map', 1],
];

/** Precedence: merchant > town or union > chamber > register > map. */
export function sourceRank({ source, kind }: Pick<SourceFacts, 'source' | 'kind'>): number {
  if (kind === 'chamber' || kind === 'platform') return 3;
  return RANKS.find(([prefix]) => source === prefix || source.startsWith(`${prefix}:`))?.[1] ?? 1;
}

/** Fields that only make sense together: a point and where it comes from. */
const TOGETHER: Record<string, string> = { lon: 'lat', pointSource: 'lat' };

/**
 * Each field from the strongest source that speaks of it; between equals the one given last.
 * A commune's centre never replaces a point that somebody gave.
 */
export function resolveFacts(sources: readonly SourceFacts[]): Facts {
  const ordered = sources.toSorted((a, b) => sourceRank(a) - sourceRank(b));
  const resolved: Facts = {};
  for (const { facts } of ordered) {
    const keepsPoint = facts.pointSource === 'commune' && resolved.pointSource === 'file';
    for (const [field, value] of Object.entries(facts)) {
      const isPoint = field === 'lat' || field in TOGETHER;
      if (!(keepsPoint && isPoint)) resolved[field] = value;
    }
  }
  return resolved;
}

const NOT_FACTS = new Set(['source', 'initiativeId', 'siret', 'key']);

/** A row's fields that say something: an empty cell is no statement. */
export function factsOf(row: ProvisionRow): Facts {
  const said = Object.entries(row).filter(
    ([field, value]) => !NOT_FACTS.has(field) && value !== undefined && value !== null && value !== '',
  );
  return Object.fromEntries(said);
}

/** The same for the same fields and values in any order. */
export const factsHash = (facts: Facts): string =>
  createHash('sha256').update(JSON.stringify(facts, sorted)).digest('base64url');

const sorted = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
