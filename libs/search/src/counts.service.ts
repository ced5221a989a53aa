import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { Tenancy } from '#libs/tenancy';
import type { CountAnswer } from './search-engine.js';
import { filtersJson, planText, type SearchPlan, type Understood } from './search-plan.js';
import * as sql from './search-sql.js';

/** Up to this many matches are counted one by one; of common words, the first ones. */
const COUNT_MOST = 1_000;
const SAMPLE = 500;
/** Counts of common words, and of everything, move slowly and cost most: they are remembered for so long. */
const REMEMBER_MS = 30_000;
const REMEMBER_MOST = 2_000;

/** How many results there are, by each facet. */
@Injectable()
export class Counts {
  private readonly remembered = new Map<string, { rows: Promise<sql.CountRow[]>; until: number }>();

  constructor(private readonly tenancy: Tenancy) {}

  /** Rare words are counted by reading what matches; common ones by their counts per shop, and the rest of it by a sample. */
  async of(plan: SearchPlan, understood: Understood, at: Temporal.Instant): Promise<CountAnswer> {
    const { words, around } = understood;
    const isCommon = words.length > 0 && Math.min(...words.map((word) => word.n)) > COUNT_MOST;
    const isEverything = words.length === 0 && !around.isSoft && !understood.codes;
    const known = this.knownCounts(plan, understood);
    if (!isEverything && !(isCommon && known)) {
      const rows = await (isCommon
        ? this.remember(...matches(plan, COUNT_MOST, at))
        : this.read(...matches(plan, COUNT_MOST, at)));
      const isOver = rows.some(({ facet }) => facet === 'over');
      if (!isOver || !known) return { rows, isExact: !isOver, isSampled: isOver };
      return { rows: scaled(await this.read(...known), rows), isExact: true, isSampled: true };
    }
    const [all, sample] = await Promise.all([
      known && this.remember(...known),
      this.remember(...matches(plan, known ? SAMPLE : COUNT_MOST, at)),
    ]);
    const isOver = sample.some(({ facet }) => facet === 'over');
    if (!isOver) return { rows: sample, isExact: true, isSampled: false };
    return { rows: all ? scaled(all, sample) : sample, isExact: all !== null, isSampled: true };
  }

  /** Exact counts by trade and commune that are kept ready; null when the question is narrower than they are. */
  private knownCounts(plan: SearchPlan, { words, around, codes, missing = 0 }: Understood): [string, unknown[]] | null {
    const { priceMin, priceMax, collectableBefore, openNow } = plan.filters;
    const isNarrow =
      priceMin !== null ||
      priceMax !== null ||
      collectableBefore !== null ||
      openNow ||
      plan.filters.initiative !== null ||
      plan.filters.kind === 'listing';
    if (isNarrow || around.isSoft || codes || missing > 0) return null;
    const filters = filtersJson(plan);
    if (words.length === 0) return [sql.COUNT_ALL_SQL, [filters]];
    const lexemes = words.flatMap((word) => word.lexemes);
    const isOne = lexemes.length === 1 && words[0]?.synonyms === undefined;
    return isOne ? [sql.COUNT_POSTINGS_SQL, [lexemes, [0], filters]] : null;
  }

  private read(text: string, parameters: unknown[]): Promise<sql.CountRow[]> {
    return this.tenancy.replicaRead<sql.CountRow>(text, parameters);
  }

  /** Several who ask the same at once wait for one answer; a failure and a small region are not remembered. */
  private async remember(text: string, parameters: unknown[]): Promise<sql.CountRow[]> {
    const isAt = text === sql.COUNT_MATCHES_SQL;
    const key = text + JSON.stringify(isAt ? parameters.slice(0, 3) : parameters);
    const now = Date.now();
    const known = this.remembered.get(key);
    if (known && known.until > now) return known.rows;
    if (this.remembered.size >= REMEMBER_MOST) this.remembered.clear();
    const rows = this.read(text, parameters);
    this.remembered.set(key, { rows, until: now + REMEMBER_MS });
    const forget = () => this.remembered.delete(key);
    rows.then((counted) => isSmall(counted) && forget(), forget);
    return rows;
  }
}

const matches = (plan: SearchPlan, most: number, at: Temporal.Instant): [string, unknown[]] => [
  sql.COUNT_MATCHES_SQL,
  [planText(plan.counted), filtersJson(plan), most, at.toString()],
];

const totalOf = (rows: readonly sql.CountRow[]): number => rows.find(({ facet }) => facet === 'total')?.n ?? 0;

const isSmall = (rows: readonly sql.CountRow[]): boolean => totalOf(rows) < SAMPLE;

const EXACT = new Set<sql.CountRow['facet']>(['category', 'commune', 'total']);

/** What all of them are in, and of the rest the sample's share of it, to two digits. */
function scaled(all: readonly sql.CountRow[], sample: readonly sql.CountRow[]): sql.CountRow[] {
  const factor = totalOf(all) / Math.max(1, totalOf(sample));
  const rest = sample.filter(({ facet }) => !EXACT.has(facet) && facet !== 'over');
  return [
    ...all.filter(({ facet }) => EXACT.has(facet)),
    ...rest.map((row) => ({ ...row, n: Number((row.n * factor).toPrecision(2)) })),
  ];
}
