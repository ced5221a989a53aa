import { Inject, Injectable } from '@nestjs/common';
import { Clock, InvalidInputError } from '#libs/kernel';
import { SETTINGS, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { loadTerritory, type Territory } from '#libs/territory';
import { type Counted, facetsOf } from './facets.js';
import { Counts } from './counts.service.js';
import { placeInQuery } from './place-in-query.js';
import { queryWords } from './query-words.js';
import { toResult } from './read-rows.js';
import { type Around, searchPlan, type SearchPlan, SOFT_RADIUS_KM, WIDE_RADIUS_KM } from './search-plan.js';
import { type CleanSearchQuery, type SearchQuery, searchQuerySchema } from './search-query.js';
import type { SearchAnswer } from './search-result.js';
import * as sql from './search-sql.js';
import { UnknownPlaceError } from './search.errors.js';
import { Vocabulary, type WordMeaning } from './vocabulary.service.js';

/** Candidates ranked for the first ten pages, and for all the others. */
const CANDIDATES = { first: 200, deep: 5_000 };

interface Understood {
  words: WordMeaning[];
  around: Around;
}

interface Found {
  understood: Understood;
  rows: sql.PageRow[];
  counted: Counted;
  /** False: counted in shops. */
  isExact: boolean;
}

/** Finds products and shops of the whole region. */
@Injectable()
export class Search {
  private readonly territory: Territory;

  constructor(
    private readonly tenancy: Tenancy,
    private readonly vocabulary: Vocabulary,
    private readonly counts: Counts,
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
    const words = queryWords(query.q);
    const readings = await this.readings(query, words);
    let found: Found | null = null;
    for (const understood of readings) {
      found = await this.answer(query, understood);
      if (found && found.rows.length > 0) break;
    }
    if (!found) return this.nothing(query, readings[0]?.around ?? null);
    const { counted, isExact } = found;
    const meanings = found.understood.words;
    return {
      query: query.q,
      total: Math.max(counted.total, found.rows.length),
      totalIsExact: isExact,
      page: query.page,
      perPage: query.perPage,
      results: found.rows.map(toResult),
      facets: { category: counted.category, commune: counted.commune },
      suggestion:
        found.rows.length > 0 && meanings.some((word) => word.correction)
          ? corrected(meanings, found.understood.around)
          : null,
      near: nearOf(found.understood.around),
    };
  }

  /** What the query may mean, most probable first: a commune read in the words, then the words alone. */
  private async readings(query: CleanSearchQuery, words: string[]): Promise<Understood[]> {
    const asked = this.askedAround(query);
    const meanings = await this.vocabulary.meanings(words);
    const plain = { words: meanings, around: asked };
    const place = asked.point || query.commune ? null : placeInQuery(words, this.territory);
    if (!place || place.commune.lat === null || place.commune.lon === null) return [plain];
    const rest = await this.vocabulary.meanings(place.rest);
    const around: Around = {
      point: { lat: place.commune.lat, lon: place.commune.lon },
      commune: place.commune,
      radiusKm: SOFT_RADIUS_KM,
      isSoft: true,
      name: (await this.vocabulary.meanings(place.name)).filter((word) => !word.correction && word.lexemes.length > 0),
    };
    const wide = { ...around, radiusKm: WIDE_RADIUS_KM };
    const isName = around.name.length > 0;
    return [{ words: rest, around }, { words: rest, around: wide }, ...(isName ? [plain] : [])];
  }

  private askedAround(query: CleanSearchQuery): Around {
    const commune = query.commune ? this.territory.commune(query.commune) : null;
    if (query.commune && !commune) throw new UnknownPlaceError({ commune: query.commune });
    const none = { commune, radiusKm: null, isSoft: false, name: [] };
    if (query.lat !== undefined && query.lon !== undefined)
      return { ...none, point: { lat: query.lat, lon: query.lon }, radiusKm: query.radiusKm ?? null };
    if (!commune || query.radiusKm === undefined || commune.lat === null || commune.lon === null)
      return { ...none, point: null };
    return { ...none, point: { lat: commune.lat, lon: commune.lon }, radiusKm: query.radiusKm };
  }

  /** The page and its counts are asked at the same time. Null: a word is unknown. */
  private async answer(query: CleanSearchQuery, understood: Understood): Promise<Found | null> {
    const plan = searchPlan(query, understood.words, understood.around);
    if (!plan) return null;
    const [rows, { rows: counts, isExact }] = await Promise.all([
      this.page(query, plan),
      this.counts.of(plan, understood.words, understood.around),
    ]);
    return { understood, rows, counted: facetsOf(counts, this.territory), isExact };
  }

  private async page(query: CleanSearchQuery, plan: SearchPlan): Promise<sql.PageRow[]> {
    const skip = (query.page - 1) * query.perPage;
    const isDeep = skip + query.perPage > CANDIDATES.first || query.sort !== 'relevance';
    const page = { sort: query.sort, skip, take: query.perPage, wanted: isDeep ? CANDIDATES.deep : CANDIDATES.first };
    return this.tenancy.publicRead<sql.PageRow>(sql.PAGE_SQL, [
      plan.rings,
      plan.words,
      JSON.stringify(plan.filters),
      JSON.stringify(page),
      Clock.now().toString(),
    ]);
  }

  private nothing(query: CleanSearchQuery, around: Around | null): SearchAnswer {
    const { page, perPage, q } = query;
    const facets = { category: [], commune: [] };
    return {
      query: q,
      total: 0,
      totalIsExact: true,
      page,
      perPage,
      results: [],
      facets,
      suggestion: null,
      near: nearOf(around),
    };
  }
}

function clean(input: SearchQuery): CleanSearchQuery {
  const parsed = searchQuerySchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(
    parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), code: `search.${issue.code}` })),
  );
}

const corrected = (words: WordMeaning[], around: Around): string =>
  [
    ...words.map((word) => word.correction ?? word.typed),
    ...(around.isSoft && around.commune ? [around.commune.name] : []),
  ].join(' ');

const nearOf = (around: Around | null): SearchAnswer['near'] =>
  around?.commune && around.radiusKm !== null
    ? { insee: around.commune.insee, name: around.commune.name, radiusKm: around.radiusKm }
    : null;
