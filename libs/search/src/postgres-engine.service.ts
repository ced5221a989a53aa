import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { Tenancy } from '#libs/tenancy';
import { Counts } from './counts.service.js';
import type { CountAnswer, PageWish, SearchEngine } from './search-engine.js';
import { filtersJson, planText, type SearchPlan, type Understood } from './search-plan.js';
import * as sql from './search-sql.js';
import type { WordFacts } from './word-meaning.js';

/** Candidates ranked among themselves for the first pages, and looked at for all the others and for another order. */
const CANDIDATES = { first: 200, deep: 5_000 };

/** Asks the tables of the index. Always there, and always as new as they are. */
@Injectable()
export class PostgresEngine implements SearchEngine {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly counts: Counts,
  ) {}

  async page(plan: SearchPlan, wish: PageWish, at: Temporal.Instant): Promise<sql.PageRow[]> {
    const { first, deep } = CANDIDATES;
    const isRanked = wish.sort === 'relevance';
    const wanted = isRanked && wish.skip + wish.take <= first ? first : deep;
    return this.tenancy.replicaRead<sql.PageRow>(sql.PAGE_SQL, [
      plan.rings.map(planText),
      filtersJson(plan),
      JSON.stringify({ ...wish, wanted, first: isRanked ? first : wanted }),
      at.toString(),
    ]);
  }

  count(plan: SearchPlan, understood: Understood, at: Temporal.Instant): Promise<CountAnswer> {
    return this.counts.of(plan, understood, at);
  }

  wordFacts(words: readonly string[], wide: boolean): Promise<WordFacts[]> {
    return this.tenancy.replicaRead<WordFacts>(sql.WORD_FACTS_SQL, [words, wide]);
  }
}
