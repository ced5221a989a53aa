import sharp from 'sharp';
import { ApiTokens, Memberships, People } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { createShop } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

describe('products over the API', () => {
  let web: TestWeb;
  let token: string;

  beforeAll(async () => {
    web = await testWeb();
  }, 60_000);

  afterAll(() => web.close());

  beforeEach(async () => {
    token = await shopToken();
  });

  const shopToken = async (): Promise<string> => {
    const shopId = await createShop(web);
    const person = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(person.personId, { role: 'owner', shopId, initiativeId: null });
    return web.app.get(ApiTokens).create(person.personId, { shopId, label: 'caisse' });
  };
  const call = async (method: Method, url: string, payload?: object, bearer = token) => {
    const headers = { host: 'devanture.localhost', authorization: `Bearer ${bearer}` };
    const answer = await web.app.inject({ method, url: `/api/v1/shop${url}`, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  };
  const euros = (amount: number) => ({ amount, currency: 'EUR' });
  const roses = { name: 'Bouquet de roses', price: euros(2500), vatRate: 10, stock: 4, published: true };
  const create = async (more: object = {}) => (await call('POST', '/products', { ...roses, ...more })).body;

  it('makes a product as the contract says', async () => {
    const { status, body } = await call('POST', '/products', roses);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.any(String),
      handle: 'bouquet-de-roses',
      name: 'Bouquet de roses',
      vatRate: 10,
      published: true,
      variants: [{ id: expect.any(String), sku: null, price: euros(2500), stock: 4 }],
    });
    expect((await call('GET', `/products/${body.id}`)).body).toEqual(body);
    expect((await call('GET', '/products')).body).toEqual({ page: 1, perPage: 24, total: 1, products: [body] });
    expect((await call('GET', '/products?state=draft')).body.total).toBe(0);
  });

  it('says category, safety, contents and the price before a reduction', async () => {
    const safety = { manufacturer: { name: 'Doudou', address: '1 rue Balzac', email: 'a@doudou.example' } };
    const content = { amount: 250, unit: 'g' };
    const body = await create({ publicCategory: 'miel', safety, content, weightGrams: 400 });
    expect(body).toMatchObject({ publicCategory: 'miel', safety: { ...safety, warnings: '' } });
    expect(body.variants).toMatchObject([{ content, weightGrams: 400, unitPrice: { ...euros(10_000), per: 'kg' } }]);
    const reduced = { price: euros(2000), compareAt: euros(4000) };
    expect((await call('PATCH', `/products/${body.id}`, reduced)).body.variants).toMatchObject([
      { compareAt: euros(4000), priorPrice: euros(2500), content },
    ]);
    expect((await call('PATCH', `/products/${body.id}`, { publicCategory: 'licornes' })).body.errors).toMatchObject([
      { path: 'publicCategory', code: 'catalog.public_category' },
    ]);
  });

  it('gives a product options and variants after it was made, and takes one out of the offer', async () => {
    const { id, variants } = await create();
    const sizes = { options: [{ name: 'Taille', values: ['Petit', 'Grand'] }] };
    const made = await call('PUT', `/products/${id}/options`, sizes);
    expect(made.body.optionNames).toEqual(['Taille']);
    expect(made.body.variants).toMatchObject([
      { id: variants[0].id, options: ['Petit'], price: euros(2500), stock: 4 },
      { options: ['Grand'], price: euros(2500), stock: 0 },
    ]);
    const huge = { options: ['Immense'], price: euros(9900), stock: null, sku: 'R-XL' };
    const added = await call('POST', `/products/${id}/variants`, huge);
    expect([added.status, added.body.variants.at(-1)]).toMatchObject([201, { ...huge, ean: null }]);
    for (const wrong of [huge, { ...huge, options: [] }, { ...huge, price: undefined }, { ...huge, id: 'x' }]) {
      expect((await call('POST', `/products/${id}/variants`, wrong)).status).toBe(422);
    }
    const other = await shopToken();
    expect((await call('POST', `/products/${id}/variants`, { ...huge, options: ['Autre'] }, other)).status).toBe(404);
    expect((await call('PUT', `/products/${id}/options`, { options: [] }, other)).status).toBe(404);
    const gone = made.body.variants[1].id;
    expect((await call('DELETE', `/products/${id}/variants/${gone}`, undefined, other)).status).toBe(404);
    expect((await call('DELETE', `/products/${id}/variants/${gone}`)).status).toBe(204);
    const left = (await call('GET', `/products/${id}`)).body.variants;
    expect(left.map(({ options }: { options: string[] }) => options)).toEqual([['Petit'], ['Immense']]);
    for (const variant of left.slice(1)) await call('DELETE', `/products/${id}/variants/${variant.id}`);
    expect((await call('DELETE', `/products/${id}/variants/${left[0].id}`)).body.type).toContain('last');
  });

  it('takes variants, and what is made on order', async () => {
    const sizes = ['M', 'L'].map((size, i) => ({ options: [size], price: euros(1000 * (i + 1)), stock: i ? null : 3 }));
    const body = await create({ price: undefined, stock: undefined, optionNames: ['Taille'], variants: sizes });
    expect(body.variants).toMatchObject([
      { options: ['M'], price: euros(1000), stock: 3 },
      { options: ['L'], price: euros(2000), stock: null },
    ]);
    expect((await call('PATCH', `/products/${body.id}`, { stock: 3 })).body.errors[0].code).toBe('catalog.variants');
    const change = { variants: [{ id: body.variants[1].id, price: euros(2100), stock: 2 }] };
    expect((await call('PATCH', `/products/${body.id}`, change)).body.variants).toMatchObject([
      { price: euros(1000), stock: 3 },
      { price: euros(2100), stock: 2 },
    ]);
  });

  it.each([
    ['price.amount', { price: euros(-1) }, 'catalog.price'],
    ['price.amount', { price: euros(12.5) }, 'catalog.price'],
    ['price.amount', { price: euros(1e12) }, 'catalog.price'],
    ['price.currency', { price: { amount: 1, currency: 'USD' } }, 'catalog.currency'],
    ['price', { price: undefined }, 'field.required'],
    ['price', { price: '25' }, 'field.invalid'],
    ['name', { name: '' }, 'catalog.name'],
    ['name', { name: undefined }, 'catalog.name'],
    ['vatRate', { vatRate: 19 }, 'catalog.vat_rate'],
    ['stock', { stock: 1.5 }, 'catalog.stock'],
    ['compareAt', { compareAt: euros(100) }, 'catalog.compare_at'],
    ['ean', { ean: '123' }, 'catalog.ean'],
    ['shopId', { shopId: newId() }, 'field.unknown'],
  ] as [string, object, string][])('refuses a wrong %s and writes nothing: %j', async (path, more, code) => {
    const { status, body } = await call('POST', '/products', { ...roses, ...more });
    expect(status).toBe(422);
    expect(body.errors).toContainEqual(expect.objectContaining({ path, code, detail: expect.any(String) }));
    expect((await call('GET', '/products')).body.total).toBe(0);
  });

  it('refuses to put on sale what costs nothing', async () => {
    const { status, body } = await call('POST', '/products', { ...roses, price: euros(0) });
    expect([status, body.code]).toEqual([422, 'catalog.price_missing']);
    expect((await call('GET', '/products')).body.total).toBe(0);
  });

  it('changes what is given, counts stock, archives', async () => {
    const made = await create();
    const put = await call('PUT', `/products/${made.id}`, { name: 'Roses', price: euros(2700) });
    expect(put.body).toMatchObject({ ...made, name: 'Roses', updatedAt: expect.any(String), variants: [{ stock: 4 }] });
    expect(put.body.variants[0].price).toEqual(euros(2700));
    const variantId = made.variants[0].id;
    expect(await call('PUT', `/variants/${variantId}/stock`, { stock: 9 })).toEqual({
      status: 200,
      body: { id: variantId, stock: 9 },
    });
    expect((await call('PUT', `/variants/${variantId}/stock`, { stock: -1 })).status).toBe(422);
    expect((await call('GET', `/products/${made.id}`)).body.variants[0].stock).toBe(9);
    expect((await call('DELETE', `/products/${made.id}`)).status).toBe(204);
    expect((await call('GET', '/products')).body.total).toBe(0);
    expect((await call('PATCH', `/products/${made.id}`, { published: true })).status).toBe(409);
  });

  it('takes a photo as a file or as an address', async () => {
    const { id } = await create();
    const picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#c03050' } })
      .png()
      .toBuffer();
    const form = new FormData();
    form.set('alt', 'Douze roses');
    form.set('photo', new Blob([picture], { type: 'image/png' }), 'roses.png');
    const sent = await call('POST', `/products/${id}/photos`, form);
    expect(sent).toMatchObject({ status: 201, body: { state: 'ready', alt: 'Douze roses', width: 400, height: 300 } });
    const named = await call('POST', `/products/${id}/photos`, { url: 'https://photos.example.fr/a.jpg' });
    expect(named).toMatchObject({ status: 201, body: { state: 'waiting', width: null } });
    form.set('photo', new Blob(['Bonjour']), 'roses.png');
    const text = await call('POST', `/products/${id}/photos`, form);
    expect([text.status, text.body.code]).toEqual([422, 'media.not_a_picture']);
    expect((await call('DELETE', `/photos/${sent.body.id}`)).status).toBe(204);
    expect((await call('GET', `/products/${id}`)).body.photos).toEqual([named.body]);
  });

  it('finds nothing of another shop, and lets nobody in without a token', async () => {
    const made = await create();
    const [variant] = made.variants;
    const photo = (await call('POST', `/products/${made.id}/photos`, { url: 'https://photos.example.fr/a.jpg' })).body;
    const before = (await call('GET', `/products/${made.id}`)).body;
    const other = await shopToken();
    for (const id of [made.id, newId(), 'x']) {
      expect((await call('GET', `/products/${id}`, undefined, other)).status).toBe(404);
      expect((await call('PATCH', `/products/${id}`, { name: 'À moi' }, other)).status).toBe(404);
      expect((await call('DELETE', `/products/${id}`, undefined, other)).status).toBe(404);
      expect((await call('POST', `/products/${id}/photos`, { url: 'https://example.fr/a.jpg' }, other)).status).toBe(
        404,
      );
    }
    expect((await call('PUT', `/variants/${variant.id}/stock`, { stock: 0 }, other)).status).toBe(404);
    expect((await call('DELETE', `/photos/${photo.id}`, undefined, other)).status).toBe(404);
    expect((await call('GET', '/products', undefined, other)).body.total).toBe(0);
    expect((await call('POST', '/products', roses, 'wrong')).status).toBe(401);
    expect((await call('GET', `/products/${made.id}`)).body).toEqual(before);
  });

  it('is described', async () => {
    const answer = await web.app.inject({ url: '/api/v1/openapi.json', headers: { host: 'devanture.localhost' } });
    const paths = answer.json().paths as Record<string, object>;
    expect(Object.keys(paths['/shop/products'] ?? {}).sort()).toEqual(['get', 'post']);
    expect(Object.keys(paths['/shop/products/{productId}'] ?? {}).sort()).toEqual(['delete', 'get', 'patch', 'put']);
    expect(paths['/shop/variants/{variantId}/stock']).toBeDefined();
    expect(paths['/shop/products/{productId}/photos']).toBeDefined();
  });
});
