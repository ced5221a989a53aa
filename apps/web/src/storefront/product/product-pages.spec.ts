import { Clock, newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
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

describe('the page of a product', () => {
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

  it('says of a product what is known of it, exactly', async () => {
    const { path, variantId } = await shop.product({ name: 'Roses', priceCents: 1000 });
    await shop.write(
      `update product set brand = 'Pépinière', description_html = '<p>Rouges &amp; <b>fraîches</b></p>'`,
    );
    await shop.write(
      `update variant set sku = 'R-1', ean = '3017620422003', compare_at_cents = 1250 where variant_id = '${variantId}'`,
    );
    await shop.write(`update variant set prior_cents = 1200`);
    const { text } = await shop.get(path);
    const offer = {
      '@type': 'Offer',
      price: '10.00',
      priceCurrency: 'EUR',
      priceSpecification: [
        { '@type': 'UnitPriceSpecification', price: '10.00', priceCurrency: 'EUR', valueAddedTaxIncluded: true },
        {
          '@type': 'UnitPriceSpecification',
          price: '12.00',
          priceCurrency: 'EUR',
          valueAddedTaxIncluded: true,
          priceType: 'https://schema.org/StrikethroughPrice',
        },
      ],
      url: shop.origin + path,
      availability: 'https://schema.org/InStock',
      itemCondition: 'https://schema.org/NewCondition',
      availableDeliveryMethod: 'https://schema.org/OnSitePickup',
      seller: { '@type': 'Florist', '@id': `${shop.origin}/`, name: 'Fleurs Martin' },
    };
    expect(dataOf(text)[0]).toEqual({
      '@context': 'https://schema.org',
      '@type': 'Product',
      '@id': `${shop.origin}${path}#product`,
      name: 'Roses',
      url: shop.origin + path,
      description: 'Rouges & fraîches',
      brand: { '@type': 'Brand', name: 'Pépinière' },
      sku: 'R-1',
      gtin13: '3017620422003',
      offers: [offer],
    });
    expect(dataOf(text)[1]).toMatchObject({
      '@type': 'BreadcrumbList',
      itemListElement: [
        { position: 1, item: `${shop.origin}/` },
        { position: 2, item: `${shop.origin}/produits` },
        { position: 3, name: 'Roses', item: shop.origin + path },
      ],
    });
    expect(metaOf(text)).toMatchObject({
      'og:type': 'product',
      'og:site_name': 'Fleurs Martin',
      'og:url': shop.origin + path,
      'product:price:amount': '10.00',
      'product:availability': 'instock',
    });
    expect(text).not.toContain('priceValidUntil');
    expect(text).not.toContain('hreflang');
  });

  it('offers each variant, and nothing of a shop that takes no orders', async () => {
    const { path, ids } = await shop.shirt();
    const [data] = dataOf((await shop.get(path)).text);
    const offers = data!['offers'] as Json[];
    expect(offers.map((offer) => [offer['name'], offer['price'], offer['url'], offer['availability']])).toEqual([
      ['Chemise, S, Rouge', '30.00', `${shop.origin}${path}?variante=${ids.sRed}`, 'https://schema.org/InStock'],
      [
        'Chemise, M, Rouge',
        '35.00',
        `${shop.origin}${path}?variante=${ids.mRed}`,
        'https://schema.org/LimitedAvailability',
      ],
      ['Chemise, M, Bleu', '36.00', `${shop.origin}${path}?variante=${ids.mBlue}`, 'https://schema.org/OutOfStock'],
    ]);
    await shop.write(`update shop set state = 'paused'`);
    const paused = dataOf((await shop.get(path)).text)[0]!['offers'] as Json[];
    expect(paused.map((offer) => offer['availability'])).toEqual([
      'https://schema.org/InStoreOnly',
      'https://schema.org/InStoreOnly',
      'https://schema.org/OutOfStock',
    ]);
  });

  it('shows price and stock of the variant that is chosen, without script', async () => {
    const { path, ids } = await shop.shirt();
    const first = await shop.get(path);
    expect(first.text).toContain('<span class="price-now">30,00 €</span>');
    const chosen = await shop.get(`${path}?o1=M&o2=Rouge&quantity=2`);
    expect(chosen.text).toContain('<span class="price-now">35,00 €</span>');
    expect(chosen.text).toMatch(/availability-low[^>]*>.*?À retirer aujourd’hui dès 11 h, à Loches/s);
    expect(chosen.text).toMatch(/name="o1" type="radio" value="M" required checked/);
    expect(chosen.text).toMatch(/type="number"[^>]* max="2"[^>]* value="2"/);
    expect((await shop.get(`${path}?variante=${ids.mRed}`)).text).toContain('<span class="price-now">35,00 €</span>');
    for (const url of [`${path}?o1=M&o2=Rouge`, `${path}?variante=${ids.mRed}`, `${path}?variante=nope&o1=XXL`]) {
      const page = await shop.get(url);
      expect([page.status, canonicalOf(page.text)]).toEqual([200, shop.origin + path]);
    }
  });

  it('shows the photo of the variant that is chosen first, in the feed and in the basket too', async () => {
    const { path, productId, ids } = await shop.shirt();
    const [face, red] = [newId(), newId()];
    await shop.write(`insert into photo (shop_id, photo_id, product_id, position, alt, state, width, height, widths) values
      ('${shop.shopId}', '${face}', '${productId}', 1, 'Devant', 'ready', 400, 300, '{320,400}'),
      ('${shop.shopId}', '${red}', '${productId}', 2, 'Rouge', 'ready', 400, 300, '{320,400}')`);
    await shop.write(`update variant set photo_id = '${red}' where variant_id = '${ids.mRed}'`);
    const altsOf = (text: string): string[] =>
      [...text.matchAll(/class="gallery-link".*? alt="([^"]*)"/gs)].map(([, alt]) => alt!);
    expect(altsOf((await shop.get(path)).text)).toEqual(['Devant', 'Rouge']);
    const chosen = (await shop.get(`${path}?o1=M&o2=Rouge`)).text;
    expect(altsOf(chosen)).toEqual(['Rouge', 'Devant']);
    expect(metaOf(chosen)['og:image']).toContain(red);
    const feed = (await shop.get('/produits.xml')).text;
    expect([...feed.matchAll(/<g:image_link>.*?photos\/([\w-]+)\//g)].map(([, id]) => id)).toEqual([face, red, face]);
    const { cookies } = await shop.post('/panier', { variantId: ids.mRed });
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    expect((await shop.get('/panier', { cookie })).text).toContain(`photos/${red}/`);
  });

  it('says that a combination is sold out or does not exist, and what can be had instead', async () => {
    const { path, ids } = await shop.shirt();
    const soldOut = (await shop.get(`${path}?o1=M&o2=Bleu`)).text;
    expect(soldOut).toContain('« M, Bleu » est épuisé pour le moment.');
    expect(soldOut).toContain(`?variante&#x3D;${ids.mRed}`);
    expect(soldOut).not.toContain('Ajouter au panier');
    const impossible = (await shop.get(`${path}?o1=S&o2=Bleu`)).text;
    expect(impossible).toContain('Cette combinaison n’existe pas');
    expect(impossible).toContain('« S, Bleu » n’existe pas.');
    expect(impossible).toContain('pas en Bleu');
    expect(impossible).toContain('dès </span><span class="price-now">30,00 €');
    expect(impossible).not.toContain('Ajouter au panier');
  });

  it('puts the combination that was chosen in the basket, whatever id stood beside it', async () => {
    const { path, productId, ids } = await shop.shirt();
    const add = (o1: string, o2: string) =>
      shop.post('/panier', { productId, variantId: ids.sRed, o1, o2, quantity: '1' });
    const added = await add('M', 'Rouge');
    expect(added.headers.location).toBe('/panier');
    const cookie = added.cookies.find(({ name }) => name === '__Host-panier')!.value;
    expect((await shop.get('/panier', { cookie: `__Host-panier=${cookie}` })).text).toContain('35,00 €');
    for (const [o1, o2] of [
      ['S', 'Bleu'],
      ['M', 'Bleu'],
    ] as const) {
      const refused = await add(o1, o2);
      expect(refused.headers.location).toBe(`${path}?o1=${o1}&o2=${o2}&o3=`);
      expect(refused.cookies.filter(({ name }) => name === '__Host-panier')).toEqual([]);
    }
    const other = await createShop(web);
    expect(other).not.toBe(shop.shopId);
    const stranger = await asShop(other, () => createVariant(web, other));
    expect((await shop.post('/panier', { productId: stranger, o1: 'M' })).headers.location).toBe('/panier');
  });

  it('answers 410 with what is like it for a product that was sold, 404 with a search for one that never was', async () => {
    const gone = await shop.product({ name: 'Pivoines' });
    const draft = await shop.product({ name: 'Secret', published: false });
    await shop.product({ name: 'Tulipes' });
    await shop.write(`update product set archived_at = now() where name in ('Pivoines', 'Secret')`);
    const over = await shop.get(gone.path);
    expect(over.status).toBe(410);
    expect(over.text).toContain('« Pivoines » n’est plus en vente dans cette boutique.');
    expect(namesOf(over.text)).toEqual(['Tulipes']);
    expect(isHidden(over.text)).toBe(true);
    for (const path of [draft.path, '/produits/jamais-vu']) {
      const never = await shop.get(path);
      expect(never.status).toBe(404);
      expect(never.text).toContain('action="/produits"');
      expect(never.text).not.toContain('Secret');
      expect(namesOf(never.text)).toEqual(['Tulipes']);
    }
  });

  it('shows of the same category first, and what can be had before what cannot', async () => {
    const one = await shop.product({ name: 'A' });
    for (const [name, onHand] of [
      ['B', 0],
      ['C', 3],
      ['D', 3],
    ] as const)
      await shop.product({ name, onHand });
    await shop.write(`update product set category = 'Bouquets' where name in ('A', 'B', 'C')`);
    expect(namesOf((await shop.get(one.path)).text)).toEqual(['C', 'B', 'D']);
  });

  it('is sent once: 304 until something changes, and never from somebody’s basket', async () => {
    const { path, variantId } = await shop.product();
    const first = await shop.get(path);
    expect(first.headers).toMatchObject({
      'cache-control': 'public, no-cache',
      vary: expect.stringContaining('Cookie') as unknown,
    });
    const tag = first.headers['etag'] as string;
    for (let i = 0; i < 2; i++) {
      const again = await shop.get(path, { 'if-none-match': tag });
      expect([again.status, again.body, again.headers['etag']]).toEqual([304, '', tag]);
    }
    const added = await shop.post('/panier', { variantId });
    const cookie = `__Host-panier=${added.cookies.find(({ name }) => name === '__Host-panier')!.value}`;
    const mine = await shop.get(path, { cookie, 'if-none-match': tag });
    expect([mine.status, mine.headers['cache-control']]).toEqual([200, 'private, no-cache']);
    await shop.write('update variant set on_hand = 0');
    expect((await shop.get(path, { 'if-none-match': tag })).status).toBe(200);
  });
});
