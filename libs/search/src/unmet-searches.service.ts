import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { dateAt } from '#libs/pickup';
import { SETTINGS, type Settings } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { type Commune, loadTerritory, type Territory } from '#libs/territory';
import { placeInQuery } from './place-in-query.js';
import { queryWords } from './query-words.js';
import type { SearchQuery } from './search-query.js';
import type { SearchAnswer } from './search-result.js';
import { WIDE_RADIUS_KM } from './search-plan.js';

/** What was looked for near a shop and not found; `searches` in the last 30 days. */
export interface UnmetSearch {
  words: string;
  searches: number;
}

interface Counted {
  day: string;
  communeInsee: string;
  trade: string;
  words: string;
  lat: number | null;
  lon: number | null;
  searches: number;
}

const FLUSH_AFTER_MS = 20_000;
const MOST_WAITING = 500;
const MOST_WORDS = 5;
const LONGEST = 80;
const KEPT_DAYS = 90;
/** An address, a telephone number or another long number may be somebody's. */
const PERSONAL = /@|(?:\d[\s.-]?){5}/;

/**
 * Counts of words that nobody near has. Counted in memory and written together, so that a search waits for nothing; what a
 * crash loses is a few counts.
 */
@Injectable()
export class UnmetSearches implements BeforeApplicationShutdown {
  private readonly territory: Territory;
  private readonly log = new Logger(UnmetSearches.name);
  private waiting = new Map<string, Counted>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tenancy: Tenancy,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.territory = loadTerritory(settings.regionCode);
  }

  /** Counts the search when its first page was empty, or had to look far away. Only in memory. */
  note(query: SearchQuery, answer: SearchAnswer): void {
    const unmet = this.unmet(query, answer);
    if (!unmet) return;
    const key = JSON.stringify(unmet);
    const known = this.waiting.get(key);
    if (known) known.searches++;
    else if (this.waiting.size < MOST_WAITING) this.waiting.set(key, { ...unmet, searches: 1 });
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  /** Writes what was counted since the last time. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counted = [...this.waiting.values()];
    this.waiting = new Map();
    if (counted.length === 0) return;
    try {
      await this.tenancy.publicTransaction((tx) => tx.query(ADD_SQL, [JSON.stringify(counted)]));
    } catch (error) {
      this.log.warn(`${counted.length} counts of searches without a result are lost: ${String(error)}`);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  /**
   * What was looked for at least twice within 30 km of the current shop, or in the whole region, in its trade or in any; six at
   * most. One statement.
   */
  async nearShop(): Promise<UnmetSearch[]> {
    return this.tenancy.shopRead<UnmetSearch>(NEAR_SQL, [currentShopId(), dateAt(Clock.now()).toString()]);
  }

  /** Forgets what is older than 90 days. */
  async purge(): Promise<void> {
    const oldest = dateAt(Clock.now()).subtract({ days: KEPT_DAYS }).toString();
    await this.tenancy.publicTransaction((tx) => tx.query('delete from unmet_search where day < $1::date', [oldest]));
  }

  private unmet(query: SearchQuery, answer: SearchAnswer): Omit<Counted, 'searches'> | null {
    const isNarrow =
      query.priceMax !== undefined ||
      query.collectableBefore !== undefined ||
      Boolean(query.openNow) ||
      query.kind !== undefined;
    const isWidened =
      answer.widened !== null || (query.commune === undefined && answer.near?.radiusKm === WIDE_RADIUS_KM);
    if (isNarrow || answer.page > 1 || (answer.results.length > 0 && !isWidened)) return null;
    const typed = answer.query;
    const words = queryWords(typed);
    const place = query.commune === undefined ? placeInQuery(words, this.territory) : null;
    const wanted = place?.rest ?? words;
    const text = wanted.join(' ');
    if (wanted.length > MOST_WORDS || text.length < 3 || text.length > LONGEST || PERSONAL.test(typed)) return null;
    return {
      day: dateAt(Clock.now()).toString(),
      trade: typeof query.category === 'string' ? query.category : '',
      words: text,
      ...this.where(query, place?.commune),
    };
  }

  private where(query: SearchQuery, named: Commune | undefined): Pick<Counted, 'communeInsee' | 'lat' | 'lon'> {
    const commune = named ?? (typeof query.commune === 'string' ? this.territory.commune(query.commune) : null);
    return { communeInsee: commune?.insee ?? '', lat: commune?.lat ?? null, lon: commune?.lon ?? null };
  }
}

const ADD_SQL = `
  insert into unmet_search (day, commune_insee, trade, words, lat, lon, searches)
  select day, "communeInsee", trade, words, lat, lon, searches from jsonb_to_recordset($1::jsonb)
    as t(day date, "communeInsee" text, trade text, words text, lat float8, lon float8, searches int)
  order by day, "communeInsee", trade, words
  on conflict (day, commune_insee, trade, words) do update set searches = unmet_search.searches + excluded.searches`;

/** $1 shop, $2 today. Asked once only, words may be somebody's name: they are shown to nobody. */
const NEAR_SQL = `
  select u.words, sum(u.searches)::int as searches
  from shop s join unmet_search u on u.day > $2::date - 30 and u.trade in ('', s.trade)
    and (u.commune_insee in ('', s.commune_insee) or search_km(s.lat, s.lon, u.lat, u.lon) <= 30)
  where s.shop_id = $1
  group by u.words having sum(u.searches) >= 2
  order by searches desc, u.words limit 6`;
