import type { Temporal } from 'temporal-polyfill';
import type { SearchPlan, Understood } from './search-plan.js';
import type { SORTS } from './search-query.js';
import type { CountRow, PageRow } from './search-sql.js';
import type { WordFacts } from './word-meaning.js';

export interface PageWish {
  sort: (typeof SORTS)[number];
  skip: number;
  take: number;
}

/** `isExact` false: there are more results than `total`. `isSampled`: price, pickup, distance and open are about right. */
export interface CountAnswer {
  rows: CountRow[];
  isExact: boolean;
  isSampled: boolean;
}

/** What answers a search that is understood: the database, or a copy of its index in memory. All rank by the same formula. */
export interface SearchEngine {
  page(plan: SearchPlan, wish: PageWish, at: Temporal.Instant): Promise<PageRow[]>;
  /** Results by each facet, with the others' choices and without its own. */
  count(plan: SearchPlan, understood: Understood, at: Temporal.Instant): Promise<CountAnswer>;
  /** What is known of folded words; `wide`: of known ones too, what else they may stand for. */
  wordFacts(words: readonly string[], wide: boolean): Promise<WordFacts[]>;
}
