import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { Memberships, People, Sessions } from '#libs/accounts';
import { Photos, Products, type ProductView } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { createShop } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

interface Part {
  name: string;
  value: string | Buffer;
  filename?: string;
}

describe('the product pages', () => {
  let web: TestWeb;
  let shopId: string;
  let cookie: string;
  let picture: Buffer;

  beforeAll(async () => {
    web = await testWeb();
    picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#c03050' } })
      .jpeg()
      .toBuffer();
  }, 60_000);

  afterAll(() => web.close());

  beforeEach(async () => {
    shopId = await createShop(web);
    const person = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(person.personId, { role: 'staff', shopId, initiativeId: null });
    cookie = `__Host-session=${await web.app.get(Sessions).open(person.personId)}`;
  });

  const host = 'gestion.devanture.localhost:8080';
  const plain = (html: string): string => html.replace(/[\u00a0\u202f]/g, ' ');
  const get = async (url: string) => {
    const answer = await web.app.inject({ method: 'GET', url, headers: { host, cookie } });
    return { status: answer.statusCode, text: plain(answer.body) };
  };
  const send = async (url: string, payload: string | Buffer, type: string) => {
    const headers = { host, cookie, origin: `http://${host}`, 'content-type': type };
    const answer = await web.app.inject({ method: 'POST', url, headers, payload });
    return { status: answer.statusCode, location: answer.headers.location, text: plain(answer.body) };
  };
  const post = (url: string, fields: Record<string, string> = {}) =>
    send(url, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
  const upload = (url: string, parts: Part[]) => {
    const chunks = parts.flatMap(({ name, value, filename }) => [
      `--cut\r\ncontent-disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n\r\n`,
      value,
      '\r\n',
    ]);
    const payload = Buffer.concat([...chunks, '--cut--\r\n'].map((chunk) => Buffer.from(chunk)));
    return send(url, payload, 'multipart/form-data; boundary=cut');
  };
  const fields = (all: Record<string, string>): Part[] => Object.entries(all).map(([name, value]) => ({ name, value }));
  const products = () => web.app.get(Products);
  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const all = async (): Promise<ProductView[]> => {
    const { items } = await here(() => products().list({ perPage: 100 }));
    return here(() => products().byIds(items.map(({ productId }) => productId)));
  };
  const roses = () =>
    here(() =>
      products().create({
        name: 'Bouquet de roses',
        published: true,
        descriptionHtml: '<h2>Douze</h2><p>Belles</p>',
        variants: [{ priceCents: 2500, onHand: 4 }],
      }),
    );

  it('says what to do first', async () => {
    const { status, text } = await get('/produits');
    expect(status).toBe(200);
    expect(text).toContain('Aucun produit pour l’instant');
    expect(text).toContain('Prenez une photo de celui que vous vendez le plus.');
    expect((await get('/produits/nouveau')).text).toContain('Prendre une photo');
  });

  it('makes a product of a photo, a name and a price, once', async () => {
    const form = [
      ...fields({ productId: newId(), name: 'Bouquet d’hiver', price: '12,50 €', published: 'yes' }),
      { name: 'photo', value: picture, filename: 'IMG_0001.jpg' },
    ];
    expect(await upload('/produits', form)).toMatchObject({ status: 303, location: '/produits' });
    expect(await upload('/produits', form)).toMatchObject({ status: 303, location: '/produits' });
    const [product, ...others] = await all();
    expect(others).toEqual([]);
    expect(product).toMatchObject({
      name: 'Bouquet d’hiver',
      handle: 'bouquet-d-hiver',
      published: true,
      vatRate: 20,
      variants: [{ priceCents: 1250, stock: 'tracked', onHand: 1 }],
      photos: [{ state: 'ready', alt: 'Bouquet d’hiver', width: 400 }],
    });
    const { text } = await get('/produits');
    expect(text).toContain('12,50 €');
    expect(text).toContain('1 en stock');
    const jpeg = /\/media\/[^"]+\.jpg/.exec(text)![0];
    expect((await web.app.inject({ url: jpeg, headers: { host, cookie } })).headers['content-type']).toBe('image/jpeg');
  });

  it('refuses a text sent as a photo in its place, keeps what was typed, and writes nothing', async () => {
    const { status, text } = await upload('/produits', [
      ...fields({
        name: 'Rosier <grimpant>',
        price: '30',
        stock: 'single',
        description: 'Très beau',
        published: 'yes',
      }),
      { name: 'photo', value: 'Bonjour, ceci n’est pas une photo', filename: 'rose.jpg' },
    ]);
    expect(status).toBe(422);
    expect(text).toContain('id="photo-error"');
    expect(text).toContain('value="Rosier &lt;grimpant&gt;"');
    expect(text).toContain('value="30"');
    expect(text).toContain('>Très beau</textarea>');
    expect(text).toContain('<option value="single" selected>');
    expect(await all()).toEqual([]);
    expect(await readdir(path.join(web.settings.dataDir, `media/shops/${shopId}`)).catch(() => [])).toEqual([]);
  });

  it.each([
    ['name', { name: ' ', price: '10' }, 'Donnez un nom au produit.'],
    ['price', { name: 'Rose', price: 'dix euros' }, 'Donnez un prix en euros'],
    ['price', { name: 'Rose', price: '' }, 'Donnez un prix en euros'],
    ['price', { name: 'Rose', price: '-3' }, 'Donnez un prix en euros'],
    ['price', { name: 'Rose', price: '0', published: 'yes' }, '« Rose » coûte 0 €'],
    ['onHand', { name: 'Rose', price: '3', onHand: 'beaucoup' }, 'Donnez le stock en nombre entier'],
    ['onHand', { name: 'Rose', price: '3', onHand: '2', stock: 'single' }, 'Une pièce unique'],
  ] as [string, Record<string, string>, string][])(
    'says at %s what is wrong with %j',
    async (field, form, sentence) => {
      const { status, text } = await upload('/produits', fields(form));
      expect(status).toBe(422);
      expect(text).toContain(`id="${field}-error"`);
      expect(text).toContain(sentence);
      expect(await all()).toEqual([]);
    },
  );

  it('changes texts, price and stock, and leaves a description alone whose words are the same', async () => {
    const { productId, variants } = await roses();
    const id = variants[0]!.variantId;
    const { text } = await get(`/produits/${productId}`);
    expect(text).toContain(`name="price-${id}" type="text" inputmode="decimal" autocomplete="off" value="25,00"`);
    const form = { name: 'Grand bouquet', category: 'Bouquets', description: 'Douze\r\n\r\nBelles', vat: '10' };
    const variant = { [`price-${id}`]: '19,90', [`compareAt-${id}`]: '25', [`stock-${id}`]: 'tracked' };
    await here(() => products().update(productId, { variants: [{ variantId: id, onHand: 3 }] }));
    const saved = await post(`/produits/${productId}`, {
      ...form,
      ...variant,
      [`onHand-${id}`]: '4',
      [`shown-${id}`]: '4',
    });
    expect(saved).toMatchObject({ status: 303, location: `/produits/${productId}` });
    expect(await here(() => products().byId(productId))).toMatchObject({
      name: 'Grand bouquet',
      category: 'Bouquets',
      vatRate: 10,
      descriptionHtml: '<h2>Douze</h2><p>Belles</p>',
      variants: [{ priceCents: 1990, compareAtCents: 2500, onHand: 3 }],
    });
    await post(`/produits/${productId}`, {
      ...form,
      ...variant,
      description: '- Une\n- <b>Deux</b>',
      [`onHand-${id}`]: '7',
    });
    expect(await here(() => products().byId(productId))).toMatchObject({
      descriptionHtml: '<ul><li>Une</li><li>&lt;b&gt;Deux&lt;/b&gt;</li></ul>',
      variants: [{ onHand: 7 }],
    });
    const refused = await post(`/produits/${productId}`, { ...form, ...variant, [`price-${id}`]: '30' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`id="compareAt-${id}-error"`);
    expect(refused.text).toContain('value="30"');
  });

  it('takes off sale, archives, and undoes both', async () => {
    const { productId, handle } = await roses();
    const url = `/produits/${productId}`;
    expect((await get(url)).text).toContain('Voir dans ma boutique');
    expect(await post(`${url}/depublication`)).toMatchObject({ status: 303, location: url });
    expect((await here(() => products().byId(productId))).published).toBe(false);
    await post(`${url}/publication`);
    expect((await here(() => products().byHandle(handle))).published).toBe(true);
    expect(await post(`${url}/archivage`)).toMatchObject({ status: 303, location: '/produits' });
    expect((await get('/produits?etat=archives')).text).toContain(`action="${url}/restauration"`);
    expect((await get(url)).text).toContain('Ce produit est archivé');
    await post(`${url}/restauration`);
    expect((await here(() => products().byHandle(handle))).productId).toBe(productId);
  });

  it('does not put on sale what costs nothing, and says so at the price', async () => {
    const { productId } = await here(() => products().create({ name: 'Rose', variants: [{ priceCents: 0 }] }));
    const { status, text } = await post(`/produits/${productId}/publication`);
    expect(status).toBe(422);
    expect(text).toContain('« Rose » coûte 0 €');
    expect((await here(() => products().byId(productId))).published).toBe(false);
  });

  it('adds, orders and removes photos, and says what became of those that were to be fetched', async () => {
    const { productId } = await roses();
    const url = `/produits/${productId}`;
    const photo = { name: 'photo', value: picture, filename: 'a.jpg' };
    expect((await upload(`${url}/photos`, [photo])).status).toBe(303);
    await here(() => web.app.get(Photos).addFromUrl(productId, 'https://photos.example.fr/a.jpg'));
    const { text } = await get(url);
    expect(text).toContain('Cette photo arrive dans un instant.');
    expect((await upload(`${url}/photos`, fields({ alt: 'x' }))).text).toContain('id="photo-error"');
    const wrong = await upload(`${url}/photos`, [{ ...photo, value: '<svg onload=alert(1)>' }]);
    expect(wrong.status).toBe(422);
    const ids = async () => (await here(() => products().byId(productId))).photos.map(({ photoId }) => photoId);
    const [first, second] = await ids();
    await post(`${url}/photos/${second}/premiere`);
    expect(await ids()).toEqual([second, first]);
    await post(`${url}/photos/${second}/retrait`);
    expect(await ids()).toEqual([first]);
  });

  it('finds nothing of another shop', async () => {
    const { productId } = await roses();
    await upload(`/produits/${productId}/photos`, [{ name: 'photo', value: picture, filename: 'a.jpg' }]);
    const before = await all();
    const [photo] = before[0]!.photos;
    const stranger = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    const other = await createShop(web);
    await web.app.get(Memberships).grant(stranger.personId, { role: 'owner', shopId: other, initiativeId: null });
    cookie = `__Host-session=${await web.app.get(Sessions).open(stranger.personId)}`;
    expect((await get(`/produits/${productId}`)).status).toBe(404);
    for (const deed of ['', '/publication', '/depublication', '/archivage', '/restauration']) {
      expect((await post(`/produits/${productId}${deed}`, { name: 'À moi' })).status).toBe(404);
    }
    for (const deed of ['premiere', 'retrait', 'nouvel-essai']) {
      expect((await post(`/produits/${productId}/photos/${photo!.photoId}/${deed}`)).status).toBe(404);
    }
    expect(await all()).toEqual(before);
  });
});
