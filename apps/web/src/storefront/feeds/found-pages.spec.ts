import { Clock, newId } from '#libs/kernel';
import { createShop, createVariant, TUESDAY_NINE } from '../../../../../test/support/order-shop.js';
import {
  canonicalOf,
  dataOf,
  isHidden,
  metaOf,
  namesOf,
  SellingShop,
} from '../../../../../test/support/selling-shop.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

type Json = Record<string, unknown>;

describe('pages that are found', () => {
  let web: TestWeb;
  let shop: SellingShop;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  beforeEach(async () => {
    shop = await SellingShop.of(web);
  });

  it('tells the hours of the week and every day that is not as usual', async () => {
    await shop.write(`insert into hours_exception (shop_id, day, intervals, reason) values
      ('${shop.shopId}', '2026-11-26', '[]', null),
      ('${shop.shopId}', '2026-11-30', '[{"opens": "10:00", "closes": "24:00"}]', null)`);
    const [store, site] = dataOf((await shop.get('/')).text);
    expect(store).toMatchObject({ '@type': 'Florist', address: { postalCode: '37600', addressLocality: 'Loches' } });
    const hours = store!['openingHoursSpecification'] as Json[];
    expect(hours.filter((each) => each['dayOfWeek'])).toHaveLength(12);
    expect(hours[0]).toEqual({
      '@type': 'OpeningHoursSpecification',
      dayOfWeek: 'https://schema.org/Tuesday',
      opens: '09:00',
      closes: '12:30',
    });
    const dated = (day: string, opens: string, closes: string) => ({
      '@type': 'OpeningHoursSpecification',
      opens,
      closes,
      validFrom: day,
      validThrough: day,
    });
    expect(hours.filter((each) => each['validFrom'])).toEqual([
      dated('2026-11-26', '00:00', '00:00'),
      dated('2026-11-30', '10:00', '23:59'),
      dated('2026-12-25', '00:00', '00:00'),
      dated('2027-01-01', '00:00', '00:00'),
    ]);
    expect(site).toMatchObject({
      '@type': 'WebSite',
      potentialAction: {
        '@type': 'SearchAction',
        target: { urlTemplate: `${shop.origin}/produits?q={search_term_string}` },
        'query-input': 'required name=search_term_string',
      },
    });
  });

  it('finds by the beginnings of words, without accents, by price and by stock', async () => {
    await shop.product({ name: 'Rosés d’hiver', priceCents: 1000 });
    await shop.product({ name: 'Bouquet de roses', priceCents: 2500 });
    await shop.product({ name: 'Arrosoir', priceCents: 3000, onHand: 0 });
    await shop.write(`update product set category = case when name = 'Arrosoir' then 'Outils' else 'Fleurs' end`);
    const names = async (query: string) =>
      namesOf((await shop.get(`/produits?${query}`)).text.split('id="newest"')[0]!).toSorted();
    expect(await names('q=ROSE')).toEqual(['Bouquet de roses', 'Rosés d’hiver']);
    expect(await names('q=des+roses+bouq')).toEqual(['Bouquet de roses']);
    expect(await names('q=hiver')).toEqual(['Rosés d’hiver']);
    expect(await names('q=outil')).toEqual(['Arrosoir']);
    expect(await names('prix_max=25')).toEqual(['Bouquet de roses', 'Rosés d’hiver']);
    expect(await names('prix_min=10,01&prix_max=29.99')).toEqual(['Bouquet de roses']);
    expect(await names('prix_min=30&prix_max=25')).toEqual(['Arrosoir', 'Bouquet de roses']);
    expect(await names('dispo=1&tri=prix-desc&rayon=Outils')).toEqual([]);
    const sorted = namesOf((await shop.get('/produits?tri=prix')).text);
    expect(sorted).toEqual(['Rosés d’hiver', 'Bouquet de roses', 'Arrosoir']);
    const { text } = await shop.get('/produits?dispo=1&prix_max=20&tri=prix');
    expect(text).toContain('1 produit<');
    expect(text).toContain('Jusqu’à 20,00 €');
    expect(text).toContain('name="prix_max" type="text" inputmode="decimal" autocomplete="off" value="20"');
    expect(text).toContain('href="/produits?prix_max&#x3D;20&amp;tri&#x3D;prix"');
    expect(canonicalOf(text)).toBe(`${shop.origin}/produits`);
    for (const odd of ['prix_min=abc', 'prix_max=-3', 'q=%25%25', 'dispo=on', 'prix_max=99999999999'])
      expect((await shop.get(`/produits?${odd}`)).status).toBe(200);
  });

  it('narrows by the day of collection, by lead times and the real slots', async () => {
    await shop.product({ name: 'Tulipes' });
    await shop.product({ name: 'Couronne', leadMinutes: 1200 });
    await shop.product({ name: 'Arche', leadMinutes: 20_000 });
    await shop.product({ name: 'Lys', onHand: 0 });
    const names = async (query: string) => {
      const { text } = await shop.get(`/produits?${query}`);
      return namesOf(text.split('id="newest"')[0]!).toSorted();
    };
    expect(await names('retrait=aujourdhui')).toEqual(['Tulipes']);
    const tomorrow = await shop.get('/produits?retrait=demain&prix_max=900');
    expect(tomorrow.text).toContain('À retirer : Demain');
    expect(tomorrow.text).toContain('href="/produits?prix_max&#x3D;900"');
    expect(tomorrow.text).toContain('<option value="demain" selected>Demain</option>');
    expect(await names('retrait=hier')).toHaveLength(4);
    await shop.write(
      `insert into hours_exception (shop_id, day, intervals, reason) values ('${shop.shopId}', '2026-11-24', '[]', 'x')`,
    );
    expect(await names('retrait=aujourdhui')).toEqual([]);
    expect(await names('retrait=demain')).toEqual(['Tulipes']);
    await shop.write(`update shop set state = 'paused'`);
    expect(await names('retrait=demain')).toEqual([]);
  });

  it('helps when nothing was found', async () => {
    await shop.product({ name: 'Roses' });
    const { text } = await shop.get('/produits?q=xylophone&dispo=1');
    expect(text).toContain('Rien ne correspond à « xylophone »');
    expect(text).toContain('/produits?q&#x3D;xylophone');
    expect(text).toContain('http://devanture.localhost:8080/recherche?q&#x3D;xylophone');
    expect(text).toContain('Les nouveautés de la boutique');
    expect(namesOf(text)).toEqual(['Roses']);
    expect(isHidden(text)).toBe(true);
  });

  it('pages through many, each page at its own address', async () => {
    for (let i = 0; i < 25; i++) await shop.product({ name: `Rose ${i}` });
    const second = await shop.get('/produits?page=2');
    expect(namesOf(second.text)).toHaveLength(1);
    expect(second.text).toContain('rel="prev" href="/produits"');
    expect([canonicalOf(second.text), isHidden(second.text)]).toEqual([`${shop.origin}/produits?page=2`, false]);
    const first = await shop.get('/produits');
    expect(first.text).toContain('rel="next" href="/produits?page&#x3D;2"');
    expect([canonicalOf(first.text), isHidden(first.text)]).toEqual([`${shop.origin}/produits`, false]);
    expect(isHidden((await shop.get('/produits?page=9')).text)).toBe(true);
  });

  it('says when a paused shop is back, as long as that is to come', async () => {
    await shop.write(`update shop set state = 'paused', state_reason = 'Congés', back_on = '2026-12-01'`);
    expect((await shop.get('/')).text).toContain(
      'La boutique fait une pause : Congés. Retour prévu mardi 1er décembre.',
    );
    await shop.write(`update shop set back_on = '2026-11-24'`);
    expect((await shop.get('/')).text).not.toContain('Retour prévu');
  });

  it('leads from a shop that closed to others of its trade nearby', async () => {
    await shop.write(`update shop set state = 'closed'`);
    const { status, text } = await shop.get('/');
    expect(status).toBe(410);
    expect(text).toContain('Cette boutique a fermé');
    expect(text).toContain(
      'http://devanture.localhost:8080/recherche?metier&#x3D;fleurs&amp;pres&#x3D;Loches&amp;type&#x3D;boutiques',
    );
    expect(text).not.toContain('Ouvert jusqu’à');
    expect(text).not.toContain('href="/produits"');
  });

  describe('for machines', () => {
    it('lists its pages with their pictures', async () => {
      const { path, productId } = await shop.product();
      const photoId = newId();
      await shop.write(`insert into photo (shop_id, photo_id, product_id, state, width, height, widths, alt)
        values ('${shop.shopId}', '${photoId}', '${productId}', 'ready', 1600, 1200, '{320,960,1600}', 'Roses')`);
      const { text, headers } = await shop.get('/sitemap.xml');
      expect(headers['content-type']).toBe('application/xml; charset=utf-8');
      const day = new Date().toISOString().slice(0, 10);
      expect(text).toContain(
        `<url><loc>${shop.origin}${path}</loc><lastmod>${day}</lastmod><image:image><image:loc>${shop.origin}/media/shops/${shop.shopId}/photos/${photoId}/960.jpg</image:loc></image:image></url>`,
      );
      expect(text.match(/<loc>/g)).toHaveLength(4);
      expect((await shop.get('/sitemap.xml?partie=2')).status).toBe(404);
      const page = (await shop.get(path)).text;
      expect(metaOf(page)['og:image']).toBe(`${shop.origin}/media/shops/${shop.shopId}/photos/${photoId}/960.jpg`);
      expect(page).toContain(`class="gallery-link" href="/media/shops/${shop.shopId}/photos/${photoId}/1600.webp"`);
    });

    it('parts the sitemap of a shop that has more products than one file may hold', async () => {
      await shop.write(`insert into product (shop_id, product_id, handle, name, published)
        select '${shop.shopId}', gen_random_uuid(), 'rose-' || i, 'Rose ' || i, true from generate_series(1, 10001) i`);
      await shop.write(`insert into variant (shop_id, variant_id, product_id, price_cents)
        select shop_id, gen_random_uuid(), product_id, 100 from product
        where product_id = any (array(select product_id from product order by created_at desc, product_id offset 9998))`);
      const { text } = await shop.get('/sitemap.xml');
      const parts = [...text.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => url!);
      expect(parts).toEqual([1, 2].map((part) => `${shop.origin}/sitemap.xml?partie=${part}`));
      const pages = await Promise.all(parts.map((url) => shop.get(url.slice(shop.origin.length))));
      const places = pages.map((page) => [...page.text.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => url!));
      expect(places.map((all) => all.length)).toEqual([3 + 2, 1]);
      expect(new Set(places.flat()).size).toBe(6);
      expect((await shop.get('/sitemap.xml?partie=3')).status).toBe(404);
    }, 60_000);

    it('sends news and products as feeds, which each page names', async () => {
      const roses = await shop.product({ name: 'Roses & <lys>', priceCents: 1000 });
      await shop.write(
        `update variant set ean = '3017620422003', compare_at_cents = 1250, content_amount = 250, content_unit = 'g'`,
      );
      await shop.write(`update variant set prior_cents = 1200`);
      await shop.product({ name: 'Épuisé', onHand: 0 });
      const home = (await shop.get('/')).text;
      expect(home).toContain(
        '<link rel="alternate" type="application/atom+xml" title="Nouveautés de Fleurs Martin" href="/nouveautes.atom">',
      );
      const news = await shop.get('/nouveautes.atom');
      expect(news.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
      expect(news.text).toContain(`<id>urn:uuid:${roses.productId}</id>\n<title>Roses &amp; &lt;lys&gt;</title>`);
      expect(news.text).toContain(`<link rel="alternate" type="text/html" href="${shop.origin}${roses.path}"/>`);
      const { text } = await shop.get('/produits.xml');
      const item = text.split('<item>').find((each) => each.includes(roses.variantId))!;
      for (const line of [
        `<g:id>${roses.variantId}</g:id>`,
        '<g:title>Roses &amp; &lt;lys&gt;</g:title>',
        `<g:link>${shop.origin}${roses.path}</g:link>`,
        '<g:condition>new</g:condition>',
        '<g:price>12.00 EUR</g:price>',
        '<g:sale_price>10.00 EUR</g:sale_price>',
        '<g:unit_pricing_measure>250g</g:unit_pricing_measure>',
        '<g:unit_pricing_base_measure>1kg</g:unit_pricing_base_measure>',
        '<g:gtin>3017620422003</g:gtin>',
        '<g:availability>in_stock</g:availability>',
        '<g:pickup_method>reserve</g:pickup_method>',
        '<g:pickup_SLA>same day</g:pickup_SLA>',
      ])
        expect(item).toContain(line);
      expect(text.match(/<g:availability>out_of_stock/g)).toHaveLength(1);
      expect(text).not.toMatch(/martin@example|02 47 00/);
    });

    it('says nothing of a shop that is not open, or of another one', async () => {
      await shop.product({ name: 'Roses' });
      const other = await createShop(web);
      await createVariant(web, other, { name: 'Ailleurs' });
      for (const path of ['/sitemap.xml', '/nouveautes.atom', '/produits.xml'])
        expect((await shop.get(path)).text).not.toContain('Ailleurs');
      await shop.write(`update shop set state = 'provisioned'`);
      for (const path of ['/nouveautes.atom', '/produits.xml']) expect((await shop.get(path)).status).toBe(404);
      await shop.write(`update shop set state = 'closed'`);
      for (const path of ['/sitemap.xml', '/nouveautes.atom', '/produits.xml'])
        expect((await shop.get(path)).status).toBe(410);
    });
  });
});
