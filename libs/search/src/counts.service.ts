import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import type { SearchPlan, Understood } from './search-plan.js';
import * as sql from './search-sql.js';

/** `isExact` false: counted in shops, not in results. */
export interface CountAnswer {
  rows: sql.CountRow[];
  isExact: boolean;
}

/** Up to this many matches are counted one by one. */
const COUNT_MOST = 3_000;
/** Counts of common words, and of everything, move slowly and cost most: they are remembered for so long. */
const REMEMBER_MS = 30_000;
const REMEMBER_MOST = 2_000;

/** How many results there are, by trade and by commune. */
@Injectable()
export class Counts {
  private readonly remembered = new Map<string, { rows: Promise<sql.CountRow[]>; until: number }>();

  constructor(private readonly tenancy: Tenancy) {}

  /** Rare words are counted by reading what matches; common ones by their counts per shop. */
  async of(plan: SearchPlan, { words, around, codes, missing = 0 }: Understood): Promise<CountAnswer> {
    const filters = JSON.stringify(plan.filters);
    const { priceMin, priceMax, collectableBefore, openNow } = plan.filters;
    const isPlain =
      priceMin === null && priceMax === null && collectableBefore === null && !openNow && !codes && missing === 0;
    if (isPlain && words.length === 0 && !around.isSoft)
      return { rows: await this.remember(sql.COUNT_ALL_SQL, [filters]), isExact: true };
    const lexemes = words.flatMap((word) => word.lexemes);
    const hasSynonyms = words.some((word) => word.synonyms !== undefined);
    const isOne = lexemes.length === 1;
    const isCommon = words.length > 0 && Math.min(...words.map((word) => word.n)) > COUNT_MOST;
    const postings = async (): Promise<CountAnswer> => {
      const parameters = [lexemes, words.flatMap((word, place) => word.lexemes.map(() => place)), filters];
      const read = isCommon
        ? this.remember(sql.COUNT_POSTINGS_SQL, parameters)
        : this.tenancy.publicRead<sql.CountRow>(sql.COUNT_POSTINGS_SQL, parameters);
      return { rows: await read, isExact: isOne };
    };
    if (isPlain && (isCommon || (isOne && !around.isSoft && !hasSynonyms))) return postings();
    const parameters = [plan.counted, filters, COUNT_MOST, Clock.now().toString()];
    const rows = await this.tenancy.publicRead<sql.CountRow>(sql.COUNT_MATCHES_SQL, parameters);
    const isOver = rows.some(({ facet }) => facet === 'over');
    return isOver && isPlain && !hasSynonyms && words.length > 0 ? postings() : { rows, isExact: !isOver };
  }

  /** Several who ask the same at once wait for one answer; a failure and a small region are not remembered. */
  private async remember(text: string, parameters: unknown[]): Promise<sql.CountRow[]> {
    const key = text + JSON.stringify(parameters);
    const now = Date.now();
    const known = this.remembered.get(key);
    if (known && known.until > now) return known.rows;
    if (this.remembered.size >= REMEMBER_MOST) this.remembered.clear();
    const rows = this.tenancy.publicRead<sql.CountRow>(text, parameters);
    this.remembered.set(key, { rows, until: now + REMEMBER_MS });
    const forget = () => this.remembered.delete(key);
    rows.then((counted) => isSmall(counted) && forget(), forget);
    return rows;
  }
}

const isSmall = (rows: readonly sql.CountRow[]): boolean =>
  (rows.find(({ facet }) => facet === 'total')?.n ?? 0) <= COUNT_MOST;
