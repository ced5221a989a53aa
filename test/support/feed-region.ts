import { Test, type TestingModule } from '@nestjs/testing';
import { FederationModule, type FeedInput, Feeds, FeedSyncer, PlaceMatches, type SyncReport } from '#libs/federation';
import { Initiatives, type InitiativeInput } from '#libs/imports';
import { Clock } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { Search, type SearchAnswer, type SearchQuery } from '#libs/search';
import { Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from './database.js';
import { FeedSite } from './feed-site.js';

/** A region without shops, three initiatives, and a site whose feeds they publish. The clock stands at noon of 23 November 2026. */
export class FeedRegion {
  readonly initiatives = new Map<string, string>();

  private constructor(
    readonly site: FeedSite,
    /** Nobody may go there. */
    readonly canary: FeedSite,
    readonly module: TestingModule,
    private readonly database: TestDatabase,
  ) {}

  get tenancy(): Tenancy {
    return this.module.get(Tenancy);
  }

  get feeds(): Feeds {
    return this.module.get(Feeds);
  }

  get matches(): PlaceMatches {
    return this.module.get(PlaceMatches);
  }

  static async open(): Promise<FeedRegion> {
    Clock.freeze('2026-11-23T11:00:00Z');
    const [site, canary, database] = await Promise.all([FeedSite.open(), FeedSite.open(), testDatabase()]);
    const settings = loadSettings({
      DATABASE_URL: database.adminUrl,
      APP_SECRET: 'a secret of the test',
      OUTBOUND_ALLOW: `127.0.0.1:${site.port}`,
    });
    const imports = [PlatformModule.forRoot(settings), TenancyModule, FederationModule];
    const module = await Test.createTestingModule({ imports }).compile();
    await module.init();
    const region = new FeedRegion(site, canary, module, database);
    const kinds = { cci: 'chamber', union: 'union', ville: 'town' } as const satisfies Record<
      string,
      InitiativeInput['kind']
    >;
    for (const [slug, kind] of Object.entries(kinds)) {
      const { initiativeId } = await module.get(Initiatives).save({ slug, name: slug.toUpperCase(), kind });
      region.initiatives.set(slug, initiativeId);
    }
    return region;
  }

  async add(slug: string, input: FeedInput): Promise<string> {
    return (await this.feeds.add(this.initiatives.get(slug)!, input, null)).feedId;
  }

  sync(feedId: string, options: { accepts?: boolean } = {}): Promise<SyncReport> {
    return this.module.get(FeedSyncer).sync(feedId, options);
  }

  find(q: string, more: SearchQuery = {}): Promise<SearchAnswer> {
    return this.module.get(Search).search({ q, ...more });
  }

  async titles(q: string, more: SearchQuery = {}): Promise<string[]> {
    return (await this.find(q, { perPage: 50, ...more })).results.map(({ title }) => title);
  }

  /** As the region's role sees it. */
  query<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    return this.tenancy.regionTransaction((tx) => tx.query<T[]>(sql, values));
  }

  /** Everything that follows from the feeds: two that are equal are equal to the byte. */
  async state(): Promise<unknown> {
    const [state] = await this.query(`select
      (select jsonb_agg(to_jsonb(s) - '{vector,changed}'::text[] order by s.shop_id) from search_shop s where s.state = 'listed') as places,
      (select jsonb_agg(to_jsonb(d) - 'changed' order by d.document_id) from search_document d where d.kind = 'listing') as documents,
      (select jsonb_agg(to_jsonb(l) order by l.document_id) from search_listing l) as links,
      (select jsonb_agg(to_jsonb(p) order by p.shop_id, p.lexeme) from search_posting p) as postings,
      (select jsonb_agg(to_jsonb(m) - '{proposed_at,decided_by}'::text[] order by m.left_id, m.right_id) from place_match m) as matches,
      (select jsonb_agg(to_jsonb(f) - '{seen_at}'::text[] order by f.shop_id, f.source) from shop_source f) as sources,
      (select jsonb_agg(to_jsonb(s) - '{updated_at}'::text[] order by s.shop_id) from shop s) as shops`);
    return state;
  }

  async close(): Promise<void> {
    Clock.freeze(null);
    await this.module.close();
    await Promise.all([this.database.drop(), this.site.close(), this.canary.close()]);
  }
}
