import { Readable } from 'node:stream';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import { siretOf } from '../../../test/support/sirets.js';
import { Establishments, Figures, FiguresModule } from './index.js';

const PLACES = ['37132', '37261', '18033'];
const TRADES = ['fleurs', 'livres', 'jouets'];
const STATES = ['open', 'open', 'provisioned', 'claimed', 'paused', 'closed', 'withdrawn'];
const SHOPS = 60;
const FEEDS = 24;

const SHOP = `insert into shop (shop_id, initiative_id, state, name, trade, commune_insee, theme, order_prefix)
  values ($1, $2, 'provisioned', $3, $4, $5, 'marche', 'AA')`;
const INDEXED = `insert into search_shop (shop_id, slug, name, state, trade, trade_label, commune_insee, commune_name, words, markers, pickup_starts, created_at)
  values ($1, $2, $3, 'open', $4, $4, $5, $5, '', '{}', $6, now())`;
const PRODUCT = `insert into search_document (shop_id, document_id, kind, title, score, vector, created_at) select $1, gen_random_uuid(), 'product', 'x', 1, '', now() from generate_series(1, $2::int)`;
const ORDER = `insert into shop_order (shop_id, order_id, number, status, customer_name, customer_email, slot_starts_at, slot_ends_at, total_cents, pickup_code, link_hash, placed_at)
  values ($1, $2::uuid, $2::text, $3, 'A', 'a@demo.test', now(), now() + interval '30 min', $4, $5, $2::text, now() - $6 * interval '1 day')`;

describe('figures', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let admin: pg.Client;
  let figures: Figures;
  const [cci, union] = [newId(), newId()];

  beforeAll(async () => {
    database = await testDatabase();
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const settings = loadSettings({ DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test' });
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(settings), TenancyModule, FiguresModule],
    }).compile();
    await module.init();
    figures = module.get(Figures);
    await admin.query(
      `insert into initiative (initiative_id, slug, name, kind) values ($1, 'cci', 'CCI', 'chamber'), ($2, 'union-cc', 'UC', 'union')`,
      [cci, union],
    );
    await admin.query('insert into claim_batch (batch_id, channel) values ($1, $2)', [cci, 'mail']);
    for (let i = 0; i < SHOPS; i++) await makeShop(i);
    for (let i = 0; i < FEEDS; i++) await makeFeed(i);
    await admin.query(`insert into unmet_search (day, commune_insee, trade, words, searches) values
      (current_date, '', '', 'xylophone', 2), (current_date - 3, '', '', 'xylophone', 4), (current_date - 40, '', '', 'sabots', 9), (current_date, '', '', 'rare', 2)`);
  }, 60_000);

  afterAll(async () => {
    await module?.close();
    await admin?.end();
    await database?.drop();
  });

  /** Shops that differ in all that is counted; each order of magnitude comes from its number. */
  async function makeShop(i: number): Promise<void> {
    const shopId = newId();
    const [trade, place] = [TRADES[i % 3], PLACES[(i >> 1) % 3]];
    await admin.query(SHOP, [shopId, i % 4 === 0 ? union : cci, `Boutique ${i}`, trade, place]);
    if (i % 3 !== 1)
      await admin.query(
        `insert into claim_invitation (shop_id, batch_id, created_at) values ($1, $2, now() - interval '20 days')`,
        [shopId, cci],
      );
    const state = STATES[i % STATES.length]!;
    if (state !== 'provisioned') await admin.query('update shop set state = $2 where shop_id = $1', [shopId, state]);
    if (state !== 'open') return;
    await admin.query(
      `update shop_event set at = now() - ($2 || ' days')::interval where shop_id = $1 and to_state = 'open'`,
      [shopId, String(i % 16)],
    );
    // Each slot with the last instant at which it can be asked for: some are too far, some are over.
    const days = (n: number): Date => new Date(Date.now() + n * 86_400_000);
    const starts =
      i % 3 === 0
        ? [
            [days(i % 2 === 0 ? 2 : 9), days(i % 5 === 0 ? -1 : 6)],
            [days(12), days(i % 7)],
          ]
        : [];
    await admin.query(INDEXED, [shopId, `boutique-${i}`, `Boutique ${i}`, trade, place, starts]);
    await admin.query(PRODUCT, [shopId, i % 5 === 0 ? 10 : 9]);
    for (let n = 0; n < i % 4; n++)
      await admin.query(ORDER, [
        shopId,
        newId(),
        n === 2 ? 'cancelled' : 'collected',
        1000 + i,
        `${'ABCDEFGH'.slice(0, 6)}${String(n).padStart(2, '0')}`,
        n === 1 ? 45 : 1,
      ]);
  }

  /** Each state of a feed in turn, and states that overlap. */
  async function makeFeed(i: number): Promise<void> {
    const feedId = newId();
    const address = `https://a.example/${i}`;
    await admin.query(
      `insert into feed (feed_id, initiative_id, kind, url, name, site_url, checked_at, failures, held, hidden_at)
       values ($1, $2, 'products', $3, 'F', $3, $4, $5, $6, $7)`,
      [
        feedId,
        i % 3 === 0 ? union : cci,
        address,
        i % 4 === 3 ? null : new Date(),
        i % 5 === 1 ? 2 : 0,
        i % 6 === 2 ? { lost: 1, before: 2 } : null,
        i % 7 === 3 ? new Date() : null,
      ],
    );
    for (let n = 0; n < i % 5; n++)
      await admin.query(
        `insert into feed_item (feed_id, item_key, item_id, kind, facts, facts_hash) values ($1, $2, gen_random_uuid(), $3, '{}', '')`,
        [feedId, String(n), n === 0 ? 'place' : 'product'],
      );
    for (const [days, outcome] of [
      [i, 'changed'],
      [i + 20, 'changed'],
      [1, 'failed'],
    ] as const)
      await admin.query(
        `insert into feed_sync (feed_id, sync_id, started_at, ended_at, outcome)
         values ($1, gen_random_uuid(), now() - $2 * interval '1 day', now() - $2 * interval '1 day', $3)`,
        [feedId, days, outcome],
      );
  }

  const one = async (sql: string, parameters: unknown[] = []): Promise<number> =>
    Number((await admin.query<{ n: string | null }>(sql, parameters)).rows[0]?.n ?? 0);
  const ALIVE = `s.state not in ('closed', 'withdrawn')`;

  it.each([
    ['the region', null],
    ['a chamber', [cci]],
    ['nobody', []],
  ])('of %s are what the raw rows say, counted one figure at a time', async (_, initiatives) => {
    const scope = initiatives ?? 'region';
    const mine = `(${initiatives ? '' : 'true or '}s.initiative_id::text = any('{${(initiatives ?? []).join(',')}}'))`;
    const total = await figures.total(scope);
    const orders = `from shop_order o, shop s where o.shop_id = s.shop_id and ${mine} and ${ALIVE} and placed_at > now() - interval '30 days' and status <> 'cancelled'`;
    expect({ ...total, establishments: null }).toMatchObject({
      portal: await one(`select count(*) as n from shop s where ${ALIVE} and ${mine}`),
      open: await one(`select count(*) as n from shop s where state = 'open' and ${mine}`),
      stocked: await one(
        `select count(*) as n from shop s where state = 'open' and ${mine} and 10 <= (select count(*) from search_document d where d.shop_id = s.shop_id and d.kind = 'product')`,
      ),
      collectable: await one(
        `select count(distinct s.shop_id) as n from shop s join search_shop p on p.shop_id = s.shop_id where s.state = 'open' and ${mine} and exists (select from generate_subscripts(p.pickup_starts, 1) g where p.pickup_starts[g][1] < now() + interval '7 days' and p.pickup_starts[g][2] >= now())`,
      ),
      ordered: await one(`select count(distinct o.shop_id) as n ${orders}`),
      orders: await one(`select count(*) as n ${orders}`),
      cents: await one(`select sum(total_cents) as n ${orders}`),
    });
    for (const grouping of ['commune', 'trade', 'departement', 'epci', 'initiative'] as const) {
      const rows = await figures.by(scope, grouping);
      for (const field of ['portal', 'open', 'stocked', 'collectable', 'ordered', 'orders', 'cents'] as const)
        expect([grouping, field, rows.reduce((sum, row) => sum + row[field], 0)]).toEqual([
          grouping,
          field,
          total[field],
        ]);
    }
    const flow = await figures.flow(scope);
    expect(flow.invited).toBe(
      await one(
        `select count(distinct v.shop_id) as n from claim_invitation v join shop s on s.shop_id = v.shop_id where ${mine}`,
      ),
    );
    expect(flow.opened).toBe(
      await one(
        `select count(distinct e.shop_id) as n from shop_event e join shop s on s.shop_id = e.shop_id where e.to_state = 'open' and ${mine}`,
      ),
    );
    const moments = `select s.shop_id,
        (select v.created_at from claim_invitation v where v.shop_id = s.shop_id order by 1 limit 1) as invited,
        (select e.at from shop_event e where e.shop_id = s.shop_id and e.to_state = 'open' order by 1 limit 1) as opened,
        (select o.placed_at from shop_order o where o.shop_id = s.shop_id and o.status <> 'cancelled' order by 1 limit 1) as ordered
      from shop s where ${mine}`;
    const middle = async (from: string, to: string): Promise<number | null> => {
      const { rows } = await admin.query<{ days: string }>(
        `select extract(epoch from ${to} - ${from}) / 86400 as days from (${moments}) m where ${to} >= ${from} order by 1`,
      );
      const sorted = rows.map(({ days }) => Number(days));
      return sorted.length === 0 ? null : (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
    };
    for (const [field, from, to] of [
      ['invitedToOpen', 'invited', 'opened'],
      ['openToOrder', 'opened', 'ordered'],
      ['invitedToOrder', 'invited', 'ordered'],
    ] as const) {
      const expected = await middle(from, to);
      expect([field, initiatives?.length === 0, flow[field] === null]).toEqual([
        field,
        expected === null,
        expected === null,
      ]);
      if (expected !== null) expect([field, flow[field]]).toEqual([field, expect.closeTo(expected, 6)]);
    }
    const weeks = await figures.weeks(scope);
    expect([weeks.length, weeks.at(-1)?.open]).toEqual([12, total.open]);
    const before = weeks.at(-3)!;
    expect(before.open).toBe(
      await one(
        `select count(*) as n from shop s join shop_event e on e.shop_id = s.shop_id and e.to_state = 'open' where s.state = 'open' and ${mine} and e.at < ($1::date + 1)::timestamp at time zone 'Europe/Paris'`,
        [before.day],
      ),
    );
  });

  it.each([
    ['the region', null],
    ['a chamber', [cci]],
    ['nobody', []],
  ])('say of the feeds of %s what the raw rows say', async (_, initiatives) => {
    const mine = `(${initiatives ? '' : 'true or '}f.initiative_id::text = any('{${(initiatives ?? []).join(',')}}'))`;
    const feeds = (which: string) => one(`select count(*) as n from feed f where ${mine} and ${which}`);
    const items = (kind: string) =>
      one(
        `select count(*) as n from feed_item i, feed f where f.feed_id = i.feed_id and ${mine} and f.hidden_at is null and i.kind = '${kind}'`,
      );
    const shown = 'f.hidden_at is null and f.held is null';
    const health = await figures.feeds(initiatives ?? 'region');
    expect(health).toEqual({
      feeds: await feeds('true'),
      hidden: await feeds('f.hidden_at is not null'),
      held: await feeds('f.hidden_at is null and f.held is not null'),
      failing: await feeds(`${shown} and f.failures > 0`),
      fine: await feeds(`${shown} and f.failures = 0 and f.checked_at is not null`),
      unread: await feeds(`${shown} and f.failures = 0 and f.checked_at is null`),
      products: await items('product'),
      places: await items('place'),
      changes: await one(
        `select count(*) as n from feed f join feed_sync s on s.feed_id = f.feed_id where ${mine} and s.outcome = 'changed' and s.started_at > now() - interval '30 days'`,
      ),
    });
    const { feeds: all, fine, failing, held, hidden, unread } = health;
    expect(fine + failing + held + hidden + unread).toBe(all);
    if (initiatives === null)
      for (const state of [fine, failing, held, hidden, unread]) expect(state).toBeGreaterThan(0);
  });

  it('keep each initiative to its own, and count one again only when it is there', async () => {
    const [mine, theirs, both] = await Promise.all([
      figures.total([cci]),
      figures.total([union]),
      figures.total('region'),
    ]);
    expect(mine.portal + theirs.portal).toBe(both.portal);
    expect(theirs.portal).toBeGreaterThan(0);
    expect((await figures.by([union], 'initiative')).map(({ label }) => label)).toEqual(['UC']);
    expect(mine.establishments).toBeNull();
  });

  it('say what was looked for often and never found', async () => {
    expect(await figures.unmet()).toEqual([{ words: 'xylophone', searches: 6 }]);
  });

  it('are a share of the shops that the register knows, replaced as a whole', async () => {
    const head =
      'siret;activitePrincipaleEtablissement;etatAdministratifEtablissement;statutDiffusionEtablissement;codeCommuneEtablissement';
    const load = (...rows: string[]) =>
      module.get(Establishments).replace(Readable.from([Buffer.from([head, ...rows].join('\n'))]));
    const row = (n: number, rest: string) => `${siretOf(n)};${rest}`;
    expect(
      await load(
        row(1, '47.76Z;A;O;37132'),
        row(2, '47.76Z;A;P;37132'),
        row(2, '47.76Z;A;P;37132'),
        row(3, '47.76Z;F;O;37132'),
        row(4, '64.19Z;A;O;37132'),
        row(5, '47.61Z;A;O;57463'),
        row(6, '47.61Z;A;O;18033'),
        '123;47.61Z;A;O;18033',
      ),
    ).toBe(3);
    expect((await figures.total('region')).establishments).toBe(3);
    const byCommune = await figures.by('region', 'commune');
    expect(byCommune.find(({ key }) => key === '37132')).toMatchObject({ label: 'Loches', establishments: 2 });
    expect((await figures.by('region', 'departement')).find(({ key }) => key === '18')?.establishments).toBe(1);
    expect(await load(row(7, '47.65Z;A;O;37261'))).toBe(1);
    expect((await figures.total('region')).establishments).toBe(1);
    await expect(module.get(Establishments).replace(Readable.from([Buffer.from('a;b\n1;2')]))).rejects.toMatchObject({
      code: 'figures.no_establishments',
    });
    expect((await figures.total('region')).establishments).toBe(1);
  });
});
