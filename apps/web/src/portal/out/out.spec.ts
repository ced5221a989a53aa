import { SaxesParser } from 'saxes';
import { Clock } from '#libs/kernel';
import { SearchIndex } from '#libs/search';
import { asShop } from '#libs/tenancy';
import { createShop, createVariant, TUESDAY_NINE } from '../../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

/** Attributes that the product data specification asks of every item, and what their values look like. */
const REQUIRED: Record<string, RegExp> = {
  'g:id': /^.{1,50}$/,
  'g:title': /^.{1,150}$/,
  'g:description': /^[^]{1,5000}$/,
  'g:link': /^http:\/\//,
  'g:image_link': /^http:\/\/.*\.jpg$/,
  'g:availability': /^(in_stock|out_of_stock|preorder|backorder)$/,
  'g:price': /^\d+\.\d\d EUR$/,
  'g:condition': /^(new|used|refurbished)$/,
};

/** Items of a feed, each as its elements; throws where the XML is not well formed. */
function itemsOf(xml: string): Record<string, string>[] {
  const items: Record<string, string>[] = [];
  let name = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    name = tag.name;
    if (name === 'item') items.push({});
  });
  parser.on('text', (text) => {
    const item = items.at(-1);
    if (item && text.trim() !== '') item[name] = (item[name] ?? '') + text;
  });
  parser.write(xml).close();
  return items;
}

describe('what goes out', () => {
  let web: TestWeb;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
    for (const name of ['=Rose & <lys>', 'Tulipe']) {
      const shopId = await createShop(web);
      await web.tenancy.regionTransaction((tx) =>
        tx.query('update shop set name = $2, phone = $3, email = $4 where shop_id = $1', [
          shopId,
          name,
          '02 47 00 11 22',
          'x@martin.example',
        ]),
      );
      await createVariant(web, shopId, { name: `Bouquet ${name}`, onHand: 4, priceCents: 1250 });
      await createVariant(web, shopId, { name: 'Épuisé', onHand: 0 });
      await asShop(shopId, () =>
        web.tenancy.shopTransaction(async (tx) => {
          await tx.query(
            `insert into photo (shop_id, photo_id, product_id, state, width, height, widths, alt)
            select shop_id, gen_random_uuid(), product_id, 'ready', 1600, 1200, '{320,960,1600}', 'Fleurs' from product where shop_id = $1`,
            [shopId],
          );
        }),
      );
      await asShop(shopId, () => web.app.get(SearchIndex, { strict: false }).refreshShop());
    }
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  const get = async (url: string) => {
    const { statusCode, headers, body } = await web.app.inject({
      method: 'GET',
      url,
      headers: { host: 'devanture.localhost' },
    });
    expect(statusCode).toBe(200);
    return { type: headers['content-type'], body };
  };

  it('holds every attribute that Google Merchant asks of a product, in its own format', async () => {
    const { type, body } = await get('/flux/produits.xml');
    expect(type).toBe('application/xml; charset=utf-8');
    const items = itemsOf(body);
    expect(items.length).toBe(4);
    for (const item of items) {
      for (const [name, format] of Object.entries(REQUIRED))
        expect([name, item[name]]).toEqual([name, expect.stringMatching(format)]);
      expect(item['g:gtin'] !== undefined || item['g:identifier_exists'] === 'no').toBe(true);
    }
    expect(items.filter((item) => item['g:availability'] === 'in_stock').length).toBe(2);
    expect(items.some((item) => item['g:title'] === 'Bouquet =Rose & <lys>')).toBe(true);
    const slug = items[0]!['g:store_code'];
    expect(itemsOf((await get(`/flux/produits.xml?boutique=${slug}`)).body).length).toBe(2);
  });

  it('tells what each shop has, by the local inventory specification, as TSV and as XML alike', async () => {
    const { body } = await get('/flux/inventaire.tsv');
    const [head, ...rows] = body
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(head).toEqual(['store_code', 'id', 'quantity', 'price', 'availability', 'pickup_method', 'pickup_sla']);
    expect(
      rows.map(([, , quantity, price, availability, method, sla]) => [quantity, price, availability, method, sla]),
    ).toEqual(
      expect.arrayContaining([
        ['4', '12.50 EUR', 'in_stock', 'reserve', 'same day'],
        ['0', expect.stringMatching(/EUR$/), 'out_of_stock', '', ''],
      ]),
    );
    const items = itemsOf((await get('/flux/inventaire.xml')).body);
    expect(items.map((item) => `${item['g:store_code']} ${item['g:id']}`)).toEqual(
      rows.map(([shop, id]) => `${shop} ${id}`),
    );
  });

  it('is open data of establishments, nothing of persons', async () => {
    const { type, body } = await get('/donnees/boutiques.geojson');
    expect(type).toContain('application/geo+json');
    const { features, ...collection } = JSON.parse(body) as {
      type: string;
      features: {
        type: string;
        id: string;
        geometry: { type: string; coordinates: number[] } | null;
        properties: Record<string, unknown>;
      }[];
    };
    expect(collection).toEqual({ type: 'FeatureCollection' });
    expect(features.length).toBe(2);
    for (const { type: kind, geometry, properties } of features) {
      expect(kind).toBe('Feature');
      if (geometry)
        expect([geometry.type, geometry.coordinates[0]! < 10, geometry.coordinates[1]! > 40]).toEqual([
          'Point',
          true,
          true,
        ]);
      expect(Object.keys(properties)).toEqual([
        'nom',
        'etat',
        'metier',
        'code_metier',
        'adresse',
        'code_postal',
        'commune',
        'code_insee',
        'site',
        'produits',
        'url',
      ]);
    }
    const csv = (await get('/donnees/boutiques.csv')).body;
    expect(csv.split('\r\n').length).toBe(4);
    expect(csv).toContain(`'=Rose & <lys>`);
    expect(body + csv).not.toMatch(/martin\.example|02 47 00/);
  });

  it('tells of new shops as RSS 2.0', async () => {
    const { type, body } = await get('/boutiques.rss');
    expect(type).toBe('application/rss+xml; charset=utf-8');
    const items = itemsOf(body);
    expect(items.length).toBe(2);
    for (const item of items) {
      expect(item['guid']).toBe(item['link']);
      expect(Number.isNaN(Date.parse(item['pubDate'] ?? ''))).toBe(false);
    }
    expect(body).toMatch(/<channel>\s*<title>[^<]+<\/title>\s*<link>[^<]+<\/link>\s*<description>[^<]+<\/description>/);
  });
});
