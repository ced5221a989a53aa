import sharp from 'sharp';
import { Memberships, People, Sessions } from '#libs/accounts';
import { Products, type ProductView } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { createShop } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const QUICK = '/produits/ajout-rapide';
const EAN = '3017620422003';

describe('quick add', () => {
  let web: TestWeb;
  let picture: Buffer;
  let martin: Shop;

  interface Shop {
    shopId: string;
    cookie: string;
  }

  beforeAll(async () => {
    web = await testWeb();
    picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#c03050' } })
      .jpeg()
      .toBuffer();
  }, 60_000);

  afterAll(() => web.close());

  beforeEach(async () => {
    martin = await openShop();
  });

  async function openShop(): Promise<Shop> {
    const shopId = await createShop(web);
    const person = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(person.personId, { role: 'staff', shopId, initiativeId: null });
    return { shopId, cookie: `__Host-session=${await web.app.get(Sessions).open(person.personId)}` };
  }
  const host = 'gestion.devanture.localhost:8080';
  const plain = (html: string): string => html.replace(/[\u00a0\u202f]/g, ' ');
  const get = async (url: string, accept = 'text/html') => {
    const answer = await web.app.inject({ method: 'GET', url, headers: { host, cookie: martin.cookie, accept } });
    return { status: answer.statusCode, text: plain(answer.body), headers: answer.headers, json: () => answer.json() };
  };
  const send = async (
    url: string,
    fields: Record<string, string>,
    { photos = [] as (Buffer | string)[], json = false } = {},
  ) => {
    const part = (head: string, value: string | Buffer): Buffer =>
      Buffer.concat(
        [`--cut\r\ncontent-disposition: form-data; ${head}\r\n\r\n`, value, '\r\n'].map((each) => Buffer.from(each)),
      );
    const parts = Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value));
    const files = photos.map((photo) => part('name="photo"; filename="a.jpg"', photo));
    const answer = await web.app.inject({
      method: 'POST',
      url,
      headers: {
        host,
        cookie: martin.cookie,
        origin: `http://${host}`,
        'content-type': 'multipart/form-data; boundary=cut',
        ...(json && { accept: 'application/json' }),
      },
      payload: Buffer.concat([...parts, ...files, Buffer.from('--cut--\r\n')]),
    });
    return {
      status: answer.statusCode,
      location: answer.headers.location,
      text: plain(answer.body),
      json: () => answer.json(),
    };
  };
  const products = (): Promise<ProductView[]> =>
    asShop(martin.shopId, async () => {
      const { items } = await web.app.get(Products).list({ perPage: 100 });
      return web.app.get(Products).byIds(items.map(({ productId }) => productId));
    });

  it('takes one product after the other without script', async () => {
    const page = await get(QUICK);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Rien encore. Prenez une première photo.');
    const productId = newId();
    const form = { productId, name: 'Vase bleu', price: '12,50', onHand: '3', published: 'yes' };
    expect(await send(QUICK, form, { photos: [picture] })).toMatchObject({ status: 303, location: QUICK });
    expect(await send(QUICK, form, { photos: [picture] })).toMatchObject({ status: 303, location: QUICK });
    const [product, ...others] = await products();
    expect(others).toEqual([]);
    expect(product).toMatchObject({ productId, name: 'Vase bleu', published: true, photos: [{ alt: 'Vase bleu' }] });
    expect((await get(QUICK)).text).toContain(`action="${QUICK}/${productId}/annulation"`);
    await send(`${QUICK}/${productId}/annulation`, {});
    expect(await products()).toEqual([]);
  });

  it('is there once when two telephones send it at the same moment', async () => {
    const form = { productId: newId(), name: 'Vase', price: '5' };
    const answers = await Promise.all([1, 2, 3].map(() => send(QUICK, form, { photos: [picture], json: true })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await products()).map(({ photos }) => photos.length)).toEqual([1]);
  });

  it('keeps the VAT of the last product, and shows what was wrong with what was typed', async () => {
    await send(QUICK, { name: 'Pain', price: '2', vat: '5.5' });
    expect((await get(QUICK)).text).toContain('<option value="5.5" selected>');
    const refused = await send(QUICK, { name: 'Vase <rond>', price: 'cher' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="price-error"');
    expect(refused.text).toContain('value="Vase &lt;rond&gt;"');
    const unreadable = await send(QUICK, { name: 'Vase', price: '3' }, { photos: ['pas une photo'], json: true });
    expect(unreadable.status).toBe(422);
    expect(unreadable.json()).toMatchObject({ code: 'media.not_a_picture' });
    expect(await products()).toHaveLength(1);
  });

  it('makes drafts of several photos, and completes them in turn', async () => {
    expect(await send(QUICK, { productId: newId() }, { photos: [picture, picture] })).toMatchObject({ status: 303 });
    const [second, first] = await products();
    expect([first!.name, second!.name, first!.published]).toEqual(['Sans nom', 'Sans nom', false]);
    const page = await get(`${QUICK}?produit=${first!.productId}`);
    expect(page.text).toContain(`action="${QUICK}/${first!.productId}"`);
    const done = await send(`${QUICK}/${first!.productId}`, { name: 'Bol', price: '9', onHand: '4', published: 'yes' });
    expect(done).toMatchObject({ status: 303, location: `${QUICK}?produit=${second!.productId}` });
    const bol = await asShop(martin.shopId, () => web.app.get(Products).byId(first!.productId));
    expect(bol).toMatchObject({
      handle: 'bol',
      published: true,
      variants: [{ priceCents: 900, onHand: 4 }],
      photos: [{ alt: 'Bol' }],
    });
    expect((await send(`${QUICK}/${second!.productId}`, { name: 'Tasse', price: '' })).status).toBe(422);
  });

  it('says what is wrong with a barcode, and keeps one that nobody knows', async () => {
    const wrong = await get(`${QUICK}?code=3017620422004`);
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Ce code-barres n’est pas juste');
    expect((await get(`${QUICK}/fiche?code=3017620422004`, 'application/json')).json().errors[0]).toMatchObject({
      path: 'code',
      code: 'catalog.ean',
    });
    expect((await get(`${QUICK}?code=${EAN}`)).text).toContain('Aucune boutique n’a encore décrit ce code-barres.');
    await send(QUICK, { name: 'Pâte à tartiner', price: '4,20', ean: EAN, published: 'yes' });
    expect((await products())[0]!.variants[0]!.ean).toBe(EAN);
    expect((await get(`${QUICK}?code=${EAN}`)).text).toContain('Vous avez déjà ce produit');
  });

  it('fills the form from the sheet of a barcode, which costs the other shop nothing', async () => {
    const ean = '3760123456784';
    await asShop(martin.shopId, () =>
      web.tenancy.shopTransaction((tx) =>
        tx.query('select describe_sheets($1::jsonb)', [JSON.stringify([{ ...SHEET, ean: `0${ean}` }])]),
      ),
    );
    martin = await openShop();
    const page = await get(`${QUICK}?code=3760 1234 56784`);
    expect(page.text).toContain('value="Miel de Sologne"');
    expect((await get(`${QUICK}/fiche?code=${ean}`, 'application/json')).json()).toEqual({
      ean,
      sheet: { name: 'Miel de Sologne', brand: 'Ruche', category: 'Épicerie', vatRate: 5.5, photo: null },
      own: null,
    });
    await send(QUICK, { price: '8', onHand: '2', ean, sheet: 'yes', published: 'yes' });
    expect((await products())[0]).toMatchObject({
      name: 'Miel de Sologne',
      descriptionHtml: '<p>Doux</p>',
      brand: 'Ruche',
      category: 'Épicerie',
      vatRate: 5.5,
      variants: [{ ean, priceCents: 800, content: { amount: 250, unit: 'g' } }],
    });
    expect((await get(`${QUICK}/photo?code=${ean}`)).status).toBe(404);
  });

  it('lets WebAssembly run on its own page alone', async () => {
    expect((await get(QUICK)).headers['content-security-policy']).toContain(`script-src 'self' 'wasm-unsafe-eval'`);
    expect((await get('/produits')).headers['content-security-policy']).not.toContain('wasm');
  });
});

const SHEET = {
  name: 'Miel de Sologne',
  description_html: '<p>Doux</p>',
  brand: 'Ruche',
  category: 'Épicerie',
  vat_rate: 5.5,
  content_amount: 250,
  content_unit: 'g',
  option_names: [],
  option_values: [],
};
