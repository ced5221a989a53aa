import sharp from 'sharp';
import { Memberships, People, Sessions } from '#libs/accounts';
import { Photos, ProductCopies, Products, type ProductView, Stock } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { createShop } from '../../../../test/support/order-shop.js';
import { formsOf } from '../../../../test/support/page-forms.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

describe('what a product has beside a name and a price', () => {
  let web: TestWeb;
  let shopId: string;
  let cookie: string;
  let product: ProductView;
  let url: string;

  beforeAll(async () => {
    web = await testWeb();
  }, 60_000);

  afterAll(() => web.close());

  beforeEach(async () => {
    shopId = await createShop(web);
    const person = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(person.personId, { role: 'staff', shopId, initiativeId: null });
    cookie = `__Host-session=${await web.app.get(Sessions).open(person.personId)}`;
    product = await here(() =>
      products().create({ name: 'Ours', published: true, variants: [{ priceCents: 2500, onHand: 4, sku: 'OURS' }] }),
    );
    url = `/produits/${product.productId}`;
  });

  const host = 'gestion.devanture.localhost:8080';
  const plain = (html: string): string => html.replace(/[\u00a0\u202f]/g, ' ');
  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const products = () => web.app.get(Products);
  const now = () => here(() => products().byId(product.productId));
  const get = async (address: string) => {
    const answer = await web.app.inject({ method: 'GET', url: address, headers: { host, cookie } });
    return { status: answer.statusCode, text: plain(answer.body), html: answer.body };
  };
  const post = async (address: string, fields: Record<string, string> = {}) => {
    const headers = { host, cookie, origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded' };
    const payload = new URLSearchParams(fields).toString();
    const answer = await web.app.inject({ method: 'POST', url: address, headers, payload });
    return { status: answer.statusCode, location: answer.headers.location, text: plain(answer.body) };
  };
  const addPhoto = async (productId: string, alt: string): Promise<string> => {
    const colour = { create: { width: 40, height: 30, channels: 3, background: '#c03050' } } as const;
    const picture = await sharp(colour).jpeg().toBuffer();
    return (await here(() => web.app.get(Photos).add(productId, picture, alt))).photoId;
  };
  /** The form as the page has it, with some fields typed anew. */
  const sheet = async (typed: Record<string, string>) => {
    const form = formsOf((await get(url)).html, url).find(({ action }) => action === url)!;
    return { ...Object.fromEntries(form.fields.filter(([name]) => name !== 'perishable')), ...typed };
  };

  it('keeps category, brand, lead time, reference, contents and safety', async () => {
    const { variantId } = product.variants[0]!;
    expect((await get(url)).text).toContain('La catégorie choisie ne le demande pas.');
    const fields = await sheet({
      publicCategory: 'poupees-peluches',
      brand: 'Doudou & Fils',
      lead: '1440',
      makerName: 'Doudou SARL',
      makerEmail: 'contact@doudou.example',
      warnings: 'Ne convient pas\r\naux moins de 36 mois',
      [`sku-${variantId}`]: 'P-1',
      [`ean-${variantId}`]: '3760 0000 0000 0',
      [`weight-${variantId}`]: '350',
      [`contentAmount-${variantId}`]: '1,5',
      [`contentUnit-${variantId}`]: 'kg',
    });
    expect(await post(url, fields)).toMatchObject({ status: 303, location: url });
    const saved = await now();
    expect(saved).toMatchObject({
      publicCategory: 'poupees-peluches',
      brand: 'Doudou & Fils',
      leadMinutes: 1440,
      safety: {
        manufacturer: { name: 'Doudou SARL', address: '', email: 'contact@doudou.example' },
        warnings: 'Ne convient pas\naux moins de 36 mois',
      },
      variants: [
        { sku: 'P-1', ean: '3760000000000', weightGrams: 350, content: { amount: 1.5, unit: 'kg' }, onHand: 4 },
      ],
    });
    expect((await get(url)).text).toContain(
      'Il manque encore, pour vendre ce produit dans les règles : l’adresse du fabricant.',
    );
    expect(await post(url, await sheet({}))).toMatchObject({ status: 303 });
    expect({ ...(await now()), updatedAt: '' }).toEqual({ ...saved, updatedAt: '' });
  });

  it.each([
    ['makerEmail', { makerEmail: 'doudou' }, 'Cette adresse e-mail n’est pas complète'],
    ['publicCategory', { publicCategory: 'licornes' }, 'Choisissez une catégorie de la liste.'],
    ['lead', { lead: '99999' }, 'Donnez un délai'],
    ['ean', { ean: '123' }, 'Ce code-barres n’est pas juste'],
    ['weight', { weight: 'lourd' }, 'Donnez le poids en grammes'],
    ['contentAmount', { contentAmount: 'beaucoup' }, 'Donnez la quantité et son unité'],
  ])('says at %s what is wrong, keeps it, and writes nothing', async (field, typed, sentence) => {
    const { variantId } = product.variants[0]!;
    const isOfVariant = ['ean', 'weight', 'contentAmount'].includes(field);
    const name = isOfVariant ? `${field}-${variantId}` : field;
    const before = await now();
    const { status, text } = await post(url, await sheet({ [name]: Object.values(typed)[0]! }));
    expect(status).toBe(422);
    expect(text).toContain(`id="${name}-error"`);
    expect(text).toContain(sentence);
    expect(await now()).toEqual(before);
  });

  it('says what customers see crossed out', async () => {
    const { variantId } = product.variants[0]!;
    await post(url, await sheet({ [`price-${variantId}`]: '20', [`compareAt-${variantId}`]: '40' }));
    expect((await get(url)).text).toContain(
      'Vos clients voient 25,00 € barré : le prix le plus bas des 30 jours avant la baisse.',
    );
  });

  it('makes variants of options and asks before one is taken away', async () => {
    const options = `${url}/declinaisons`;
    expect((await get(options)).status).toBe(200);
    expect(await post(options, { name0: 'Taille', values0: 'S, M, L, m' })).toMatchObject({ status: 303 });
    expect((await now()).variants.map((each) => [each.options, each.onHand])).toEqual([
      [['S'], 4],
      [['M'], 0],
      [['L'], 0],
    ]);
    const asked = await post(options, { name0: 'Taille', values0: 'S, M' });
    expect([asked.status, asked.text.includes('Une déclinaison ne sera plus vendue')]).toEqual([200, true]);
    expect((await now()).variants).toHaveLength(3);
    await post(options, { name0: 'Taille', values0: 'S, M', confirm: 'yes' });
    expect((await now()).variants).toHaveLength(2);
    const comma = { name0: 'Taille', values0: 'S ; M ; Petit, 10 tiges' };
    await post(options, comma);
    expect((await now()).variants.map((each) => each.options)).toEqual([['S'], ['M'], ['Petit, 10 tiges']]);
    expect((await get(options)).text).toContain('S ; M ; Petit, 10 tiges');
    await post(options, { name0: 'Taille', values0: 'S, M', confirm: 'yes' });
    expect((await post(options, { name0: '', values0: 'S' })).text).toContain('id="name0-error"');
    expect((await post(options, { name0: 'Taille', values0: '' })).text).toContain('id="values0-error"');
    expect((await post(`${options}/ajout`, { value0: 'M', price: '10' })).text).toContain('id="value0-error"');
    expect((await post(`${options}/ajout`, { value0: 'XL', price: 'x' })).text).toContain('id="price-error"');
    expect(await post(`${options}/ajout`, { value0: 'XL', price: '30', onHand: '2' })).toMatchObject({ status: 303 });
    const extra = (await now()).variants[2]!;
    expect(extra).toMatchObject({ options: ['XL'], priceCents: 3000, onHand: 2 });
    await post(`${options}/${extra.variantId}/retrait`);
    expect((await now()).variants).toHaveLength(2);
    await post(`${options}/${extra.variantId}/retour`);
    expect((await now()).variants[2]).toEqual(extra);
    for (const deed of ['retrait', 'retour']) {
      expect((await post(`${options}/${newId()}/${deed}`)).status).toBe(404);
    }
  });

  it('shows a variant by one of the product’s photos, which a copy keeps and another product cannot have', async () => {
    await post(`${url}/declinaisons`, { name0: 'Taille', values0: 'S, M' });
    expect((await get(url)).text).not.toContain('Photo de cette déclinaison');
    const photoId = await addPhoto(product.productId, 'Ours assis');
    const [small, medium] = (await now()).variants.map(({ variantId }) => variantId);
    const chosen = (id: string) => sheet({ [`photo-${small}`]: '', [`photo-${medium}`]: id });
    expect((await get(url)).text).toContain(`<option value="${photoId}">Photo 1 : Ours assis</option>`);
    expect(await post(url, await chosen(photoId))).toMatchObject({ status: 303 });
    expect((await now()).variants.map((each) => each.photoId)).toEqual([null, photoId]);
    expect((await get(url)).text).toContain('Photo 1, montrée pour : M');
    const copyId = newId();
    await post(`${url}/copie`, { copyId });
    const copy = await here(() => products().byId(copyId));
    expect(copy.variants.map((each) => each.photoId)).toEqual([null, copy.photos[0]!.photoId]);
    const refused = await post(url, await chosen(copy.photos[0]!.photoId));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`id="photo-${medium}-error"`);
    expect((await now()).variants[1]!.photoId).toBe(photoId);
    await post(`${url}/photos/${photoId}/retrait`);
    expect((await now()).variants.map((each) => each.photoId)).toEqual([null, null]);
  });

  it('copies a product once, as a draft without stock', async () => {
    const copyId = newId();
    expect(await post(`${url}/copie`, { copyId })).toMatchObject({ status: 303, location: `/produits/${copyId}` });
    expect(await post(`${url}/copie`, { copyId })).toMatchObject({ status: 303, location: `/produits/${copyId}` });
    expect(await here(() => products().byId(copyId))).toMatchObject({
      name: 'Ours (copie)',
      published: false,
      variants: [{ priceCents: 2500, onHand: 0, sku: null }],
    });
    expect((await here(() => products().list())).total).toBe(2);
    expect(web.app.get(ProductCopies)).toBeDefined();
  });

  describe('as a table', () => {
    const table = '/produits/tableau';
    const cells = async () => {
      const form = formsOf((await get(table)).html, table).find(
        ({ method, action }) => method === 'POST' && action.startsWith(table),
      )!;
      return Object.fromEntries(form.fields) as Record<string, string>;
    };

    it('saves changed cells alone, and takes the save back', async () => {
      const { variantId } = product.variants[0]!;
      const fields = await cells();
      expect((await post(table, fields)).status).toBe(303);
      expect((await now()).updatedAt).toBe(product.updatedAt);
      const { [`sale-${product.productId}`]: _, ...unpublished } = fields;
      const typed = { ...unpublished, [`price-${variantId}`]: '27', [`stock-${variantId}`]: '9' };
      expect(await post(`${table}?q=our`, typed)).toMatchObject({ status: 303, location: `${table}?q=our` });
      expect(await now()).toMatchObject({ published: false, variants: [{ priceCents: 2700, onHand: 9 }] });
      const database = await here(() => web.tenancy.shopRead<{ edit_id: string }>('select edit_id from bulk_edit'));
      const undo = `${table}/annulation?edition=${database[0]!.edit_id}`;
      expect(await post(undo)).toMatchObject({ status: 303, location: table });
      expect(await now()).toMatchObject({ published: true, variants: [{ priceCents: 2500, onHand: 4 }] });
      expect((await post(undo)).status).toBe(409);
      expect((await post(`${table}/annulation?edition=x`)).status).toBe(409);
    });

    it('keeps what was typed where a cell was not saved, and saves it the next time', async () => {
      const { variantId } = product.variants[0]!;
      const fields = await cells();
      await here(() => web.app.get(Stock).setCount(variantId, 1));
      const typed = { ...fields, [`price-${variantId}`]: '26,00', [`stock-${variantId}`]: '6' };
      const { status, text } = await post(table, typed);
      expect(status).toBe(422);
      expect(text).toContain('Le stock a changé entre-temps : il est de 1.');
      expect(text).toMatch(new RegExp(`name="stock-${variantId}"[^>]*value="6"`));
      expect(await now()).toMatchObject({ variants: [{ priceCents: 2600, onHand: 1 }] });
      const again = formsOf(text, table).find(({ fields: all }) => all.some(([name]) => name.startsWith('stock0-')))!;
      expect((await post(table, Object.fromEntries(again.fields))).status).toBe(303);
      expect(await now()).toMatchObject({ variants: [{ priceCents: 2600, onHand: 6 }] });
      const wrong = await post(table, { ...(await cells()), [`price-${variantId}`]: 'cher' });
      expect(wrong.text).toContain(`id="price-${variantId}-error"`);
      expect(wrong.text).toMatch(new RegExp(`name="price-${variantId}"[^>]*value="cher"`));
    });
  });
});
