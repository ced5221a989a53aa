import sharp from 'sharp';
import { Memberships, People, Sessions } from '#libs/accounts';
import { Photos, Products, type ProductView } from '#libs/catalog';
import { newId } from '#libs/kernel';
import { Sheets } from '#libs/sheets';
import { asShop } from '#libs/tenancy';
import { createShop } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const EAN = '3017620422003';
const FORM = 'application/x-www-form-urlencoded';

describe('the shared sheet of a product', () => {
  let web: TestWeb;
  let martin: Seller;
  let lucie: Seller;

  interface Seller {
    shopId: string;
    cookie: string;
    product: ProductView;
  }

  beforeAll(async () => {
    web = await testWeb();
    martin = await seller('Pâte à tartiner');
    lucie = await seller('PATE 400G');
    const described = [
      {
        ean: `0${EAN}`,
        name: 'Pâte à tartiner',
        vat_rate: 5.5,
        description_html: '',
        option_names: [],
        option_values: [],
      },
    ];
    await asShop(martin.shopId, () =>
      web.tenancy.shopTransaction((tx) => tx.query('select describe_sheets($1::jsonb)', [JSON.stringify(described)])),
    );
  }, 60_000);

  afterAll(() => web.close());

  const host = 'gestion.devanture.localhost:8080';
  const signIn = async (role: object): Promise<string> => {
    const person = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(person.personId, role as Parameters<Memberships['grant']>[1]);
    return `__Host-session=${await web.app.get(Sessions).open(person.personId, { isProved: true })}`;
  };
  async function seller(name: string): Promise<Seller> {
    const shopId = await createShop(web);
    const cookie = await signIn({ role: 'owner', shopId, initiativeId: null });
    const variants = [{ priceCents: 420, ean: EAN, onHand: 3 }];
    const product = await asShop(shopId, () =>
      web.app.get(Products).create({ name, vatRate: 5.5, published: true, variants }),
    );
    return { shopId, cookie, product };
  }
  const get = async (url: string, cookie: string): Promise<string> =>
    (await web.app.inject({ url, headers: { host, cookie } })).body.replace(/[\u00a0\u202f]/g, ' ');
  const post = async (url: string, cookie: string, fields: Record<string, string> = {}) => {
    const headers = { host, cookie, origin: `http://${host}`, 'content-type': FORM };
    return web.app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(fields).toString() });
  };
  const pathOf = ({ product }: Seller): string => `/produits/${product.productId}/fiche`;
  const productOf = ({ shopId, product }: Seller) =>
    asShop(shopId, () => web.app.get(Products).byId(product.productId));
  const sheetName = async () => (await web.app.get(Sheets).find(EAN))!.name;

  it('is compared, proposed, decided by an agent, and taken over by those who want', async () => {
    expect(await get(pathOf(lucie), lucie.cookie)).toContain('PATE 400G');
    expect((await post(pathOf(lucie), lucie.cookie)).statusCode).toBe(303);
    expect(await sheetName()).toBe('Pâte à tartiner');
    const page = await get(pathOf(martin), martin.cookie);
    const proposalId = /name="proposalId" value="([\w-]+)"/.exec(page)![1]!;
    expect((await post(`${pathOf(martin)}/accord`, martin.cookie, { proposalId })).statusCode).toBe(303);
    expect(await sheetName()).toBe('Pâte à tartiner');
    const agent = await signIn({ role: 'region_admin', shopId: null, initiativeId: null });
    expect(await get('/territoire/fiches', agent)).toContain('PATE 400G');
    const decision = { proposalId, decision: 'accept' };
    expect((await post('/territoire/fiches', agent, decision)).statusCode).toBe(303);
    expect((await post('/territoire/fiches', agent, decision)).statusCode).toBe(404);
    expect((await post('/territoire/fiches', martin.cookie, decision)).statusCode).toBe(403);
    expect(await sheetName()).toBe('PATE 400G');
    expect(await productOf(martin)).toEqual(martin.product);
    expect((await post(`${pathOf(martin)}/reprise`, martin.cookie)).statusCode).toBe(303);
    expect((await productOf(martin)).name).toBe('PATE 400G');
    expect(await get('/territoire/fiches', agent)).toContain('Aucun changement n’attend.');
  });

  it('takes a photo of the product to the agent, and says what became of it', async () => {
    const red = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#c03050' } })
      .jpeg()
      .toBuffer();
    const photoOf = ({ shopId, product }: Seller) =>
      asShop(shopId, async () => (await web.app.get(Photos, { strict: false }).add(product.productId, red)).photoId);
    const [own, foreign] = [await photoOf(lucie), await photoOf(martin)];
    const path = `${pathOf(lucie)}/photo`;
    for (const photoId of [foreign, newId()]) {
      const answer = await post(path, lucie.cookie, { photoId });
      expect([answer.statusCode, answer.body.includes('pas sur votre produit')]).toEqual([404, true]);
    }
    expect(await get(pathOf(lucie), lucie.cookie)).toContain(`value="${own}" checked`);
    expect((await post(path, lucie.cookie, { photoId: own })).statusCode).toBe(303);
    expect(await get(pathOf(lucie), lucie.cookie)).toMatch(/Proposée le [^<]* : en attente/);

    const agent = await signIn({ role: 'region_admin', shopId: null, initiativeId: null });
    const waiting = await get('/territoire/fiches', agent);
    const [, copy] = /src="\/fiches\/photos\?copie&#x3D;([\w-]+)"/.exec(waiting)!;
    const url = `/fiches/photos?copie=${copy}`;
    const picture = await web.app.inject({ url, headers: { host, cookie: agent } });
    expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/webp']);
    const nobody = { host, accept: 'application/json' };
    expect((await web.app.inject({ url, headers: nobody })).statusCode).toBe(401);
    const proposalId = /name="proposalId" value="([\w-]+)"/.exec(waiting)![1]!;
    expect((await post('/territoire/fiches', agent, { proposalId, decision: 'accept' })).statusCode).toBe(303);
    expect(await get(pathOf(lucie), lucie.cookie)).toMatch(/Proposée le [^<]* : acceptée/);
    expect(await get(pathOf(martin), martin.cookie)).toContain(`copie&#x3D;${copy}`);
    expect((await productOf(martin)).photos.map(({ photoId }) => photoId)).toEqual([foreign]);
  });

  it('says that there is none, and what a refused proposal lacks', async () => {
    const { productId } = await asShop(lucie.shopId, () =>
      web.app.get(Products).create({ name: 'Vase', variants: [{ priceCents: 900 }] }),
    );
    expect(await get(`/produits/${productId}/fiche`, lucie.cookie)).toContain('pas de code-barres');
    expect((await post(`/produits/${productId}/fiche`, lucie.cookie)).statusCode).toBe(303);
    expect((await post(pathOf(lucie), lucie.cookie)).statusCode).toBe(303);
    expect((await post(`${pathOf(lucie)}/accord`, lucie.cookie, { proposalId: newId() })).statusCode).toBe(404);
    expect((await post(pathOf(martin), lucie.cookie)).statusCode).toBe(404);
  });
});
