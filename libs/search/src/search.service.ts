import { Inject, Injectable } from '@nestjs/common';
import { Clock, InvalidInputError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { loadTerritory, type Territory } from '#libs/territory';
import { facetsOf } from './facets.js';
import { Engines } from './engines.service.js';
import { ListingLinks } from './listing-links.service.js';
import { queryWords } from './query-words.js';
import { toResult } from './read-rows.js';
import { type Around, searchPlan } from './search-plan.js';
import { type CleanSearchQuery, type SearchQuery, searchQuerySchema } from './search-query.js';
import type { SearchAnswer } from './search-result.js';
import * as sql from './search-sql.js';
import { type Reading, Understanding } from './understanding.service.js';

interface Found {
  reading: Reading;
  rows: sql.PageRow[];
  counted: ReturnType<typeof facetsOf>;
  isExact: boolean;
  isSampled: boolean;
}

/** Finds products and shops of the whole region. */
@Injectable()
export class Search {
  private readonly territory: Territory;

  constructor(
    private readonly engines: Engines,
    private readonly understanding: Understanding,
    private readonly links: ListingLinks,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  /**
   * One page of results with its facets. Throws InvalidInputError for what the schema refuses (200 characters, page 100)
   * and UnknownPlaceError for a commune outside the region.
   */
  async search(input: SearchQuery): Promise<SearchAnswer> {
    const query = clean(input);
    let found: Found | null = null;
    let first: Found | null = null;
    for await (const reading of this.understanding.readings(query)) {
      const answered = await this.answer(query, reading);
      if (!answered || (reading.titled && !isTitled(answered.rows, reading.titled))) continue;
      found = answered;
      first ??= answered;
      if (found && (found.rows.length > 0 || found.counted.total > 0)) break;
    }
    if (!found || found.rows.length + found.counted.total === 0) return this.nothing(query, first);
    const { counted, isExact, isSampled, rows, reading } = found;
    return {
      query: query.q,
      total: Math.max(counted.total, rows.length),
      totalIsExact: isExact,
      page: query.page,
      perPage: query.perPage,
      results: await this.links.added(rows.map(toResult)),
      facets: counted.facets,
      facetsAreSampled: isSampled,
      suggestion: rows.length > 0 ? corrected(reading, rows) : null,
      widened: reading.widened,
      near: nearOf(reading.around),
    };
  }

  /** The page and its counts are asked at the same time. Null: a word is unknown. */
  private async answer(query: CleanSearchQuery, reading: Reading): Promise<Found | null> {
    const plan = searchPlan(query, reading);
    if (!plan) return null;
    const engine = this.engines.of(reading);
    const wish = { sort: query.sort, skip: (query.page - 1) * query.perPage, take: query.perPage };
    const now = Clock.now();
    const asked = engine.page(plan, wish, now);
    // Where one looks wider, most readings find nothing: they are not counted.
    if (reading.widened && query.page === 1 && (await asked).length === 0) return nothingOf(reading, this.territory);
    const [rows, { rows: counts, isExact, isSampled }] = await Promise.all([asked, engine.count(plan, reading, now)]);
    return { reading, rows, counted: facetsOf(counts, this.territory), isExact, isSampled };
  }

  /** Nothing at all; the facets still tell what other choices would leave. */
  private nothing({ q, page, perPage }: CleanSearchQuery, asked: Found | null): SearchAnswer {
    return {
      query: q,
      total: 0,
      totalIsExact: true,
      page,
      perPage,
      results: [],
      facets: asked?.counted.facets ?? facetsOf([], this.territory).facets,
      facetsAreSampled: asked?.isSampled ?? false,
      suggestion: null,
      widened: null,
      near: nearOf(asked?.reading.around ?? null),
    };
  }
}

const nothingOf = (reading: Reading, territory: Territory): Found => ({
  reading,
  rows: [],
  counted: facetsOf([], territory),
  isExact: true,
  isSampled: false,
});

function isTitled([first]: readonly sql.PageRow[], words: readonly string[]): boolean {
  const title = queryWords(first?.title ?? '');
  return words.some((word) => title.includes(word));
}

function clean(input: SearchQuery): CleanSearchQuery {
  const parsed = searchQuerySchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(
    parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), code: `search.${issue.code}` })),
  );
}

/** The words that were searched instead, after a typing error, as the best results write them; null without one. */
function corrected({ words, around }: Reading, rows: readonly sql.PageRow[]): string | null {
  if (!words.some((word) => word.correction !== null)) return null;
  const titles = rows.slice(0, 3).map(({ title }) => ` ${queryWords(title).join(' ')} `);
  const meant = words.map(({ typed, correction, form, others }) => {
    if (correction === null) return typed;
    const isThere = (word: string): boolean => titles.some((title) => title.includes(` ${word} `));
    return isThere(form.w) ? correction : (others.find(({ word }) => isThere(word))?.label ?? correction);
  });
  return [...meant, ...(around.isSoft && around.commune ? [around.commune.name] : [])].join(' ');
}

const nearOf = (around: Around | null): SearchAnswer['near'] =>
  around?.commune && around.radiusKm !== null
    ? { insee: around.commune.insee, name: around.commune.name, radiusKm: around.radiusKm }
    : null;
