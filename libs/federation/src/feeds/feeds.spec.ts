import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Clock } from '#libs/kernel';
import { FeedRegion } from '../../../../test/support/feed-region.js';

const CORPUS = process.env['CORPUS_DIR'];
/** A quiet machine needs less than 2 s; one that runs other specs meanwhile takes several times as long. */
const PATIENCE_MS = 10_000;

const item = (id: string, title: string, price = '12.50 EUR', more = ''): string =>
  `<item><g:id>${id}</g:id><title>${title}</title><g:description>Fait main &amp; durable, dans notre atelier de Loches.</g:description>
   <g:link>https://atelier.example/p/${id}</g:link><g:image_link>https://atelier.example/${id}.jpg</g:image_link>
   <g:availability>in_stock</g:availability><g:price>${price}</g:price><g:condition>new</g:condition>${more}</item>`;
const rss = (...items: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Atelier</title>${items.join('')}</channel></rss>`;
const many = (count: number): string[] => Array.from({ length: count }, (_, n) => item(`n${n}`, `Bougie numéro ${n}`));

describe('feeds', () => {
  let region: FeedRegion;

  beforeAll(async () => {
    region = await FeedRegion.open();
  }, 60_000);
  afterAll(() => region.close());
  beforeEach(() => Clock.freeze('2026-11-23T11:00:00Z'));
  afterEach(async () => {
    for (const { feedId } of await region.feeds.list('region')) await region.feeds.withdraw(feedId, 'region');
  });

  it('brings products into the search, marked with their source and leading out', async () => {
    const url = region.site.serve(
      '/p.xml',
      rss(item('b1', 'Bougie à la lavande'), item('b2', 'Savon au miel', '4.90 EUR')),
    );
    const feedId = await region.add('union', {
      url,
      kind: 'google-merchant',
      name: 'Atelier des Sources',
      communeInsee: '37132',
    });
    expect(await region.sync(feedId)).toMatchObject({ outcome: 'changed', read: 2, created: 2, refused: 0 });
    const { results, total, facets } = await region.find('bougie lavande', { kind: 'listing' });
    expect(total).toBe(1);
    expect(results[0]).toMatchObject({
      kind: 'listing',
      title: 'Bougie à la lavande',
      price: 1250,
      photo: null,
      collectableFrom: null,
      shop: { name: 'Atelier des Sources', commune: 'Loches', state: 'listed' },
      link: { url: 'https://atelier.example/p/b1', sourceName: 'UNION', initiativeSlug: 'union' },
    });
    expect(facets.commune).toEqual([{ value: '37132', label: 'Loches', count: 1 }]);
    expect((await region.find('', { kind: 'listing' })).total).toBe(3);
    expect((await region.find('miel', { commune: '37261', radiusKm: 10 })).widened).not.toBeNull();
    expect((await region.find('miel', { kind: 'product' })).total).toBe(0);
    expect(await region.titles('atelier des sources', { kind: 'listing' })).toContain('Atelier des Sources');
    expect(await region.titles('bougi', { kind: 'listing' })).toEqual(['Bougie à la lavande']);
    const [last] = await region.feeds.syncs(feedId, 'region');
    expect(last).toMatchObject({ outcome: 'changed', created: 2, errors: [] });
  });

  it('writes no row for a 304, for the same bytes, or for the same items in another order', async () => {
    const headers = { etag: '"v1"', 'cache-control': 'max-age=7200' };
    const url = region.site.serve('/etag.xml', rss(...many(3)), { headers });
    const feedId = await region.add('cci', { url, kind: 'products' });
    await region.sync(feedId);
    const [before, synced] = [await region.state(), (await region.feeds.syncs(feedId, 'region')).length];
    expect(await region.sync(feedId)).toMatchObject({ outcome: 'unchanged' });
    expect(region.site.asked.at(-1)).toMatchObject({ status: 304 });
    expect((await region.feeds.get(feedId, 'region')).nextAt).toEqual(new Date('2026-11-23T13:00:00Z'));
    region.site.serve('/etag.xml', rss(...many(3)));
    expect(await region.sync(feedId)).toMatchObject({ outcome: 'unchanged' });
    expect((await region.feeds.syncs(feedId, 'region')).length).toBe(synced);
    region.site.serve('/etag.xml', rss(...many(3).toReversed()));
    expect(await region.sync(feedId)).toMatchObject({ outcome: 'changed', created: 0, updated: 0, unchanged: 3 });
    expect(await region.state()).toEqual(before);
    region.site.serve('/etag.xml', rss(item('n0', 'Bougie numéro 0', '13.00 EUR'), ...many(3).slice(1)));
    expect(await region.sync(feedId)).toMatchObject({ created: 0, updated: 1, unchanged: 2 });
    expect((await region.find('bougie numéro 0', { kind: 'listing' })).results[0]?.price).toBe(1300);
  });

  it('lets an item go when it is missing twice, and takes it back when it returns', async () => {
    const url = region.site.serve('/gone.xml', rss(...many(10)));
    const feedId = await region.add('cci', { url, kind: 'products' });
    await region.sync(feedId);
    region.site.serve('/gone.xml', rss(...many(8)));
    expect(await region.sync(feedId)).toMatchObject({ outcome: 'changed', missing: 2, gone: 0 });
    expect(await region.titles('bougie 9', { kind: 'listing' })).toEqual(['Bougie numéro 9']);
    region.site.serve('/gone.xml', rss(...many(9)));
    expect(await region.sync(feedId)).toMatchObject({ missing: 0, gone: 1, unchanged: 9 });
    expect(await region.titles('bougie 9', { kind: 'listing' })).not.toContain('Bougie numéro 9');
    expect(await region.titles('bougie 8', { kind: 'listing' })).toEqual(['Bougie numéro 8']);
    expect((await region.feeds.get(feedId, 'region')).items).toBe(9);
  });

  it('holds a content that lost 40 % until somebody confirms it, and believes one that comes back whole', async () => {
    const url = region.site.serve('/held.xml', rss(...many(10)));
    const feedId = await region.add('cci', { url, kind: 'products' });
    await region.sync(feedId);
    const before = await region.state();
    region.site.serve('/held.xml', rss(...many(6)), { headers: { etag: '"six"' } });
    for (const _ of [1, 2, 3])
      expect(await region.sync(feedId)).toMatchObject({ outcome: 'held', missing: 4, gone: 0 });
    expect(await region.state()).toEqual(before);
    expect(await region.feeds.get(feedId, 'region')).toMatchObject({ items: 10, held: { lost: 4, before: 10 } });
    region.site.serve('/held.xml', rss(...many(10)));
    await region.sync(feedId);
    expect((await region.feeds.get(feedId, 'region')).held).toBeNull();
    region.site.serve('/held.xml', rss(...many(6)));
    await region.sync(feedId);
    await region.feeds.confirm(feedId, 'region');
    expect(await region.sync(feedId, { accepts: true })).toMatchObject({ outcome: 'changed', gone: 4 });
    expect(await region.feeds.get(feedId, 'region')).toMatchObject({ items: 6, held: null });
    await expect(region.feeds.confirm(feedId, 'region')).rejects.toMatchObject({ code: 'federation.nothing_held' });
  });

  it('keeps the last good state when a feed fails, hides it after a week, and shows it again', async () => {
    const url = region.site.serve('/fails.xml', rss(...many(4)));
    const feedId = await region.add('cci', { url, kind: 'products' });
    await region.sync(feedId);
    const before = await region.state();
    region.site.serve('/fails.xml', 'panne', { status: 500 });
    expect(await region.sync(feedId)).toMatchObject({ outcome: 'failed', problem: { code: 'outbound.status' } });
    region.site.serve('/fails.xml', rss(...many(2)).replace('</channel>', ''));
    expect(await region.sync(feedId)).toMatchObject({ outcome: 'failed', problem: { code: 'imports.feed_broken' } });
    expect(await region.state()).toEqual(before);
    expect(await region.feeds.get(feedId, 'region')).toMatchObject({
      failures: 2,
      hiddenAt: null,
      nextAt: new Date('2026-11-23T11:30:00Z'),
    });
    Clock.freeze('2026-12-01T11:00:00Z');
    await region.sync(feedId);
    expect(await region.titles('bougie', { kind: 'listing' })).toEqual([]);
    expect((await region.feeds.get(feedId, 'region')).hiddenAt).not.toBeNull();
    const jobs = await region
      .query<{ n: number }>(
        `select count(*)::int as n from graphile_worker.jobs where task_identifier = 'federation.mail'`,
      )
      .catch(() => []);
    if (jobs[0]) expect(jobs[0].n).toBe(1);
    region.site.serve('/fails.xml', rss(...many(4)));
    await region.sync(feedId);
    expect((await region.titles('bougie', { kind: 'listing' })).length).toBe(4);
    expect(await region.feeds.get(feedId, 'region')).toMatchObject({ failures: 0, hiddenAt: null, failingSince: null });
  });

  it('says which rows it left out, and takes the others', async () => {
    const rows = [
      'id\ttitle\tdescription\tlink\timage_link\tavailability\tprice',
      'a\tVase\tx\thttps://v.example/a\thttps://v.example/a.jpg\tin stock\t12,00 EUR',
      'b\tBol\tx\thttps://v.example/b\thttps://v.example/b.jpg\tin stock\t12 USD',
      'a\tVase bis\tx\thttps://v.example/a2\thttps://v.example/a.jpg\tout of stock\t3 EUR',
      'c\tPlat\tx\tjavascript:alert(1)\thttps://v.example/c.jpg\tout of stock\t3 EUR',
    ];
    const url = region.site.serve('/rows.tsv', rows.join('\n'));
    const feedId = await region.add('cci', { url, kind: 'tsv' });
    const report = await region.sync(feedId);
    expect(report).toMatchObject({ outcome: 'changed', created: 1 });
    expect(report.errors.map(({ line, code }) => [line, code])).toEqual(
      expect.arrayContaining([
        [3, 'imports.currency_not_euro'],
        [5, 'imports.cell_invalid'],
      ]),
    );
    expect(await region.titles('vase', { kind: 'listing' })).toEqual(['Vase']);
  });

  it('refuses what is hostile before it costs anything, and asks nobody else', async () => {
    const to = region.canary.url('/secret');
    const file = async (name: string) => readFile(path.join(CORPUS!, 'hostile/archives', name));
    const entity = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "${to}">]><rss><channel><item><title>&x;</title></item></channel></rss>`;
    const hostile: [string, Buffer | string, string, object?][] = [
      ['/entity.xml', entity, 'products'],
      ['/entity-map.xml', entity.replace('<rss>', '<urlset>'), 'json-ld'],
      ['/entity-list.xml', entity, 'shops'],
      ['/to-canary', '', 'products', { status: 302, headers: { location: to } }],
      ['/loop', '', 'geojson', { status: 302, headers: { location: '/loop' } }],
      ['/metadata', '', 'dfc', { status: 302, headers: { location: 'http://169.254.169.254/latest' } }],
      ['/page.html', '<!doctype html><title>x</title>', 'products'],
      ['/deep.json', `${'['.repeat(200_000)}1`, 'geojson'],
      ['/null', Buffer.alloc(5000), 'shops'],
      ...(CORPUS
        ? ([
            ['/laughs.xml', await file('billion_laughs_feed.xml'), 'products'],
            ['/bomb.zip', await file('bomb_200MB_in_200kB.zip'), 'products'],
            ['/bomb-list.zip', await file('bomb_200MB_in_200kB.zip'), 'shops'],
            ['/bomb.gz', await file('bomb_300MB.csv.gz'), 'shops', { headers: { 'content-encoding': 'gzip' } }],
            ['/slip.zip', await file('slip_A.zip'), 'shops'],
            ['/xxe.xlsx', await file('xxe_sheet.xlsx'), 'shops'],
          ] as [string, Buffer, string, object?][])
        : []),
    ];
    const slow: string[] = [];
    for (const [at, body, kind, options] of hostile) {
      const feedId = await region.add('cci', { url: region.site.serve(at, body, options), kind });
      const begun = performance.now();
      expect([at, (await region.sync(feedId)).outcome]).toEqual([at, 'failed']);
      if (performance.now() - begun > PATIENCE_MS) slow.push(at);
    }
    expect(slow).toEqual([]);
    const direct = await region.add('cci', { url: to, kind: 'products' });
    expect(await region.sync(direct)).toMatchObject({ outcome: 'failed', problem: { code: 'outbound.blocked' } });
    expect(region.canary.asked).toEqual([]);
    region.canary.serve('/secret', 'here');
    expect((await fetch(to)).status).toBe(200);
    expect(region.canary.asked.length).toBe(1);
  });

  it('reads the Google feed of the corpus, where there is one', async () => {
    if (!CORPUS) return;
    const body = await readFile(path.join(CORPUS, 'catalogues/feeds/google_rss_fr_made_from_thelia.xml'));
    const feedId = await region.add('ville', { url: region.site.serve('/thelia.xml', body), kind: 'products' });
    const report = await region.sync(feedId);
    expect(report).toMatchObject({ outcome: 'changed', refused: 0 });
    expect(report.created).toBeGreaterThan(10);
    const [{ title } = { title: '' }] = await region.query<{ title: string }>(
      `select facts ->> 'title' as title from feed_item limit 1`,
    );
    expect(await region.titles(title, { kind: 'listing' })).toContain(title);
  });

  it('belongs to its initiative alone', async () => {
    const url = region.site.serve('/own.xml', rss(...many(1)));
    const feedId = await region.add('cci', { url, kind: 'products' });
    const others = [region.initiatives.get('union')!];
    await expect(region.feeds.get(feedId, others)).rejects.toMatchObject({ code: 'not_found' });
    await expect(region.feeds.withdraw(feedId, others)).rejects.toMatchObject({ code: 'not_found' });
    await expect(region.feeds.get('nobody', 'region')).rejects.toMatchObject({ code: 'not_found' });
    expect(await region.feeds.list(others)).toEqual([]);
    await region.sync(feedId);
    await region.feeds.withdraw(feedId, [region.initiatives.get('cci')!]);
    expect(await region.query(`select 1 from search_shop where state = 'listed'`)).toEqual([]);
    await region.add('cci', { url, kind: 'products' });
    await expect(region.add('cci', { url, kind: 'products' })).rejects.toMatchObject({ code: 'federation.known' });
    await expect(region.add('cci', { url: 'ftp://x.example/', kind: 'products' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});
