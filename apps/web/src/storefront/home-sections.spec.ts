import { jest } from '@jest/globals';
import { Clock, newId } from '#libs/kernel';
import { DEFAULT_SECTIONS, newSection, readSections, section, sectionList } from '#libs/looks';
import { asShop } from '#libs/tenancy';
import { createShop, createVariant, TUESDAY_NINE } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';
import { areaMap } from './area-map.mapper.js';

describe('sections of a home page', () => {
  it('begin with what every shop has', () => {
    expect(readSections(null).map(({ type }) => type)).toEqual(['hero', 'categories', 'products', 'visit']);
    expect(readSections(undefined)).toEqual(DEFAULT_SECTIONS);
    expect(readSections([])).toEqual([]);
  });

  it('are of their shape, and no other', () => {
    const hero = newSection('hero');
    const news = newSection('news');
    expect(sectionList.safeParse([hero, news]).success).toBe(true);
    const refused = [
      [news, hero],
      [news, news],
      [{ ...news, type: 'script' }],
      [{ ...news, title: 'x'.repeat(81) }],
      [{ ...news, photoId: '/etc/passwd' }],
      [{ ...news, html: '<b>' }],
      [{ ...news, date: '2026-02-30' }],
      Array.from({ length: 21 }, () => newSection('text')),
    ];
    expect(refused.map((list) => sectionList.safeParse(list).success)).toEqual(refused.map(() => false));
  });

  it('drops what an older program wrote and nobody understands', () => {
    const news = newSection('news');
    const stored = [{ id: 'a', type: 'carousel' }, news, news, { ...newSection('hero') }];
    expect(readSections(stored)).toEqual([news]);
  });
});

describe('the map of the surroundings', () => {
  const loches = areaMap('24', { lat: 47.1283, lon: 0.9956 })!;

  it('names the larger communes around the shop, where they are', () => {
    const at = new Map(loches.places.map((place) => [place.label, place]));
    expect(at.get('Ligueil')!.y).toBeGreaterThan(loches.y);
    expect(at.get('Descartes')!.x).toBeLessThan(loches.x);
    expect(loches.places.length).toBeGreaterThan(4);
  });

  it('writes no name over another nor out of the map', () => {
    const boxes = loches.places.map(({ label, textX, y, anchor }) => {
      const length = label.length * 8;
      const left = anchor === 'start' ? textX : textX - length;
      return { left, right: left + length, y };
    });
    expect(boxes.filter(({ left, right }) => left < 0 || right > loches.width)).toEqual([]);
    const overlaps = boxes.filter((a, i) =>
      boxes.some((b, j) => j > i && Math.abs(a.y - b.y) < 16 && a.left < b.right && b.left < a.right),
    );
    expect(overlaps).toEqual([]);
  });

  it('is not drawn for a shop that nobody placed', () => {
    expect(areaMap('24', { lat: null, lon: null })).toBeNull();
  });
});

describe('a home page with sections', () => {
  let web: TestWeb;
  let shopId: string;
  let host: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
    host = 'fleurs-martin.devanture.localhost:8080';
    shopId = await createShop(web, { slug: 'fleurs-martin' });
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  const home = async (): Promise<string> => {
    const answer = await web.app.inject({ method: 'GET', url: '/', headers: { host } });
    expect(answer.statusCode).toBe(200);
    return answer.body.replace(/[\u00a0\u202f]/g, ' ');
  };
  const sql = (text: string, values: unknown[]) =>
    asShop(shopId, () => web.tenancy.shopTransaction((tx) => tx.query(text, values)));
  const lay = (sections: object[] | null) =>
    sql('update shop set sections = $2 where shop_id = $1', [shopId, sections && JSON.stringify(sections)]);
  const productOf = async (name: string, category: string): Promise<string> => {
    const variantId = await createVariant(web, shopId, {});
    const [row] = (await sql(
      `update product p set name = $3, category = $4 from variant v
       where v.shop_id = $1 and v.variant_id = $2 and p.shop_id = $1 and p.product_id = v.product_id returning p.product_id`,
      [shopId, variantId, name, category],
    )) as [{ product_id: string }[]];
    return row[0]!.product_id;
  };
  const of = (type: string, fields: object = {}) => section.parse({ id: newId().slice(-8), type, ...fields });
  const titles = (html: string): string[] => [...html.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, text]) => text!);

  it('shows rows of products, tiles, words, news and contact, in the order given', async () => {
    const tulips = await productOf('Tulipes', 'Bouquets');
    const cactus = await productOf('Cactus', 'Plantes');
    await lay(null);
    expect(titles(await home())).toEqual(['Rayons', 'En ce moment à la boutique', 'Passer à la boutique']);
    await lay([
      of('contact', { title: 'Appelez' }),
      of('products', { title: 'Choisis', source: 'picked', productIds: [cactus, newId(), tulips] }),
      of('products', { title: 'Du vert', source: 'category', category: 'Plantes' }),
      of('products', { title: 'Vide', source: 'category', category: 'Rien' }),
      of('text', { title: 'Ici <b>', text: 'Un\nDeux\n\nTrois' }),
      of('text'),
      of('news', { title: 'Passé', until: '2026-11-23' }),
      of('news', { title: 'Présent', until: '2026-11-24', date: '2026-11-20' }),
    ]);
    const html = await home();
    expect(titles(html)).toEqual(['Appelez', 'Choisis', 'Du vert', 'Ici &lt;b&gt;', 'Présent']);
    expect([...html.matchAll(/product-name"><a[^>]*>([^<]*)/g)].map(([, name]) => name)).toEqual([
      'Cactus',
      'Tulipes',
      'Cactus',
    ]);
    expect(html).toContain('<p>Un\nDeux</p><p>Trois</p>');
    expect(html).toContain('/produits?rayon&#x3D;Plantes');
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toContain('vendredi 20 novembre 2026');
  });

  it('has its title also where nothing is left', async () => {
    await lay([]);
    expect(await home()).toContain('<h1 class="visually-hidden">Fleurs Martin</h1>');
  });

  it('takes one statement, whatever there is to show', async () => {
    await lay([
      of('hero'),
      of('products'),
      of('products', { source: 'category', category: 'Plantes' }),
      of('categories'),
    ]);
    const read = jest.spyOn(web.tenancy, 'shopRead');
    await home();
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
  });
});
