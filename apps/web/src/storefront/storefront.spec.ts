import { jest } from '@jest/globals';
import pg from 'pg';
import { Clock, newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import {
  createShop,
  createVariant,
  FIRST_SLOT,
  TUESDAY_NINE,
  type VariantTraits,
} from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

interface Answer {
  status: number;
  text: string;
  location: string | undefined;
  basket: string | null;
}

describe('a shop’s pages', () => {
  let web: TestWeb;
  let shopId: string;
  let host: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb({ SMS_URL: 'https://sms.example/messages' });
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  beforeEach(async () => {
    const slug = `fleurs-${newId().slice(-12)}`;
    shopId = await createShop(web, { slug });
    host = `${slug}.devanture.localhost:8080`;
  });

  async function ask(
    method: 'GET' | 'POST',
    url: string,
    more: { basket?: string | null; form?: Record<string, string> } = {},
  ) {
    const cookie = more.basket ? { cookie: `__Host-panier=${more.basket}` } : {};
    const headers = { host, ...cookie, origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded' };
    const payload = new URLSearchParams(more.form).toString();
    const answer = await web.app.inject({ method, url, headers, ...(method === 'POST' ? { payload } : {}) });
    const set = answer.cookies.find(({ name }) => name === '__Host-panier');
    const found: Answer = {
      status: answer.statusCode,
      text: answer.body.replace(/[\u00a0\u202f]/g, ' '),
      location: answer.headers.location,
      basket: set ? set.value : null,
    };
    return found;
  }

  const get = (url: string, basket: string | null = null) => ask('GET', url, { basket });
  const product = (traits: Partial<VariantTraits> = {}) => createVariant(web, shopId, traits);
  const read = <R>(sql: string): Promise<R[]> => asShop(shopId, () => web.tenancy.shopRead<R>(sql));
  const orders = async () => (await read<{ n: number }>('select count(*)::int as n from shop_order'))[0]!.n;
  const write = (sql: string) => asShop(shopId, () => web.tenancy.shopTransaction((tx) => tx.query(sql)));

  const basketOf = async (variantId: string, quantity = 1): Promise<string> => {
    const { basket } = await ask('POST', '/panier', { form: { variantId, quantity: String(quantity) } });
    return basket!;
  };

  const hidden = (html: string): string => /name="idempotencyKey" value="([^"]+)"/.exec(html)?.[1] ?? '';

  async function checkout(basket: string, answers: Record<string, string> = {}): Promise<Answer> {
    const { text } = await get('/commande', basket);
    const form = { slotId: FIRST_SLOT, name: 'Anne Dupré', email: 'anne@example.fr', terms: 'yes', ...answers };
    return ask('POST', '/commande', { basket, form: { idempotencyKey: hidden(text), ...form } });
  }

  it('makes a product page from one statement, after the one that finds the shop', async () => {
    await product();
    const [row] = await read<{ handle: string }>('select handle from product');
    const spy = jest.spyOn(pg.Client.prototype, 'query');
    const { status, text } = await get(`/produits/${row!.handle}`);
    const statements = spy.mock.calls.map(([given]) => sqlOf(given)).filter((sql) => !/^(begin|commit)/.test(sql));
    spy.mockRestore();
    expect(status).toBe(200);
    expect(text).toContain('À retirer aujourd’hui dès 11 h, à Loches');
    expect(text).toContain('"@type":"Product"');
    expect(statements.map((sql) => /from (shop_address|shop s)/.exec(sql)?.[1])).toEqual(['shop_address', 'shop s']);
  });

  it('says what is sold out, on order, or comes later', async () => {
    await product({ name: 'Pivoines', onHand: 0 });
    await product({ name: 'Gerbe', stock: 'untracked', leadMinutes: 600 });
    const { text } = await get('/produits');
    expect(text).toContain('Épuisé');
    expect(text).toContain('À retirer demain dès 10 h 30');
    expect(text).toContain('2 produits');
  });

  it('shows a list by shelf, words, price and page, whatever the query string says', async () => {
    await product({ name: 'Roses' });
    await write(`update product set category = 'Bouquets'`);
    await product({ name: '100 % coton <b>' });
    expect((await get('/produits?rayon=Bouquets')).text).not.toContain('100 % coton');
    expect((await get('/produits?q=ROSÉS')).text).toContain('1 produit<');
    expect((await get('/produits?q=%25')).text).toContain('100 % coton &lt;b&gt;');
    for (const odd of ['?page=-1', '?page=9999999', '?tri=constructor', '?rayon=a&rayon=b', '?page=399']) {
      expect((await get(`/produits${odd}`)).status).toBe(200);
    }
  });

  it('keeps the basket in a cookie that nobody else can write', async () => {
    const roses = await product();
    const basket = await basketOf(roses, 3);
    expect((await get('/panier', basket)).text).toContain('37,50 €');
    const forged = basket.replace(/3~/, '1~');
    expect((await get('/panier', forged)).text).toContain('Votre panier est vide');
    const changed = await ask('POST', `/panier/${roses}`, { basket, form: { quantity: '2' } });
    expect(changed.status).toBe(303);
    expect((await get('/panier', changed.basket)).text).toContain('25,00 €');
    const emptied = await ask('POST', `/panier/${roses}`, { basket, form: { quantity: '0' } });
    expect(emptied.basket).toBe('');
    const slug = `autre-${newId().slice(-12)}`;
    await createShop(web, { slug });
    host = `${slug}.devanture.localhost:8080`;
    expect((await get('/panier', basket)).text).toContain('Votre panier est vide');
  });

  it('tells what changed on the shelves meanwhile', async () => {
    const roses = await product({ name: 'Roses' });
    const vase = await product({ name: 'Vase', onHand: 1 });
    const { basket } = await ask('POST', '/panier', { basket: await basketOf(roses, 5), form: { variantId: vase } });
    await write(`update variant set on_hand = 2 where variant_id = '${roses}'`);
    await write(`update variant set on_hand = 0 where variant_id = '${vase}'`);
    const { text } = await get('/panier', basket);
    expect(text).toContain('Il n’en reste que 2');
    expect(text).toContain('Épuisé depuis');
    expect(text).toContain('25,00 €');
    await write('update product set archived_at = now()');
    expect((await get('/panier', basket)).text).toContain('2 produits de votre panier ne sont plus en vente');
    expect((await ask('POST', '/panier', { form: { variantId: roses } })).basket).toBeNull();
  });

  it('asks again with everything kept, and writes nothing', async () => {
    const basket = await basketOf(await product());
    const { status, text } = await checkout(basket, {
      slotId: '',
      name: '<Anne>',
      email: 'anne@',
      terms: '',
      note: 'Ruban',
    });
    expect(status).toBe(422);
    expect(text).toContain('Choisissez un créneau de retrait.');
    expect(text).toContain('Indiquez une adresse e-mail valable');
    expect(text).toContain('Lisez et acceptez les conditions de vente.');
    expect(text).toContain('value="&lt;Anne&gt;"');
    expect(text).toContain('>Ruban</textarea>');
    expect(await orders()).toBe(0);
  });

  it('asks about text messages only where the shop sends some, and then for a mobile number', async () => {
    const basket = await basketOf(await product(), 2);
    expect((await get('/commande', basket)).text).not.toContain('name="texts"');
    await write('update shop set sends_texts = true');
    expect((await get('/commande', basket)).text).toContain('name="texts"');
    const refused = await checkout(basket, { texts: 'yes', phone: '02 47 59 00 00' });
    expect([refused.status, await orders()]).toEqual([422, 0]);
    expect(refused.text).toContain('Donnez un numéro de mobile');
    expect(refused.text).toMatch(/name="texts"[^>]* checked/);
    const { location } = await checkout(basket, { texts: 'yes', phone: '06 12 34 56 78', language: 'en' });
    expect(await read('select wants_texts, customer_language from shop_order')).toEqual([
      { wants_texts: true, customer_language: 'en' },
    ]);
    expect((await get(location!)).text).toMatch(/name="texts"[^>]* checked/);
    await ask('POST', `${location}/messages`, { form: { reminders: 'yes' } });
    expect(await read('select reminders, texts from message_choice')).toEqual([{ reminders: true, texts: false }]);
  });

  it('reserves once, however often the same page is sent', async () => {
    const basket = await basketOf(await product(), 2);
    const key = hidden((await get('/commande', basket)).text);
    const form = { idempotencyKey: key, slotId: FIRST_SLOT, name: 'Anne', email: 'anne@example.fr', terms: 'yes' };
    const sent = await Promise.all([1, 2, 3].map(() => ask('POST', '/commande', { basket, form })));
    const afterwards = await ask('POST', '/commande', { form });
    expect(new Set([...sent, afterwards].map(({ status }) => status))).toEqual(new Set([303]));
    expect(new Set([...sent, afterwards].map(({ location }) => location)).size).toBe(1);
    expect(await orders()).toBe(1);
    const page = await get(sent[0]!.location!);
    expect(page.text).toContain('Commande confirmée');
    expect(page.text).toContain('data:image/svg+xml;base64,');
    expect((await get(`${sent[0]!.location}/agenda.ics`)).text).toContain('BEGIN:VCALENDAR');
  });

  it('says that a slot filled up or a product went, and keeps the basket', async () => {
    const roses = await product({ onHand: 10 });
    const basket = await basketOf(roses, 3);
    const { text: before } = await get('/commande', basket);
    await write(`insert into pickup_slot (shop_id, starts_at, ends_at, capacity, booked)
      values ('${shopId}', '${FIRST_SLOT}', '${FIRST_SLOT}'::timestamptz + interval '30 min', 4, 4)`);
    const form = {
      idempotencyKey: hidden(before),
      slotId: FIRST_SLOT,
      name: 'Anne',
      email: 'anne@example.fr',
      terms: 'yes',
    };
    const full = await ask('POST', '/commande', { basket, form });
    expect(full.status).toBe(409);
    expect(full.text).toContain('Ce créneau vient d’être complet. Votre panier est gardé : choisissez-en un autre.');
    await write(`update variant set on_hand = 2 where variant_id = '${roses}'`);
    const gone = await ask('POST', '/commande', { basket, form: { ...form, slotId: '2026-11-24T10:30Z' } });
    expect(gone.status).toBe(409);
    expect(gone.text).toContain('Il n’en reste pas assez de « Bouquet de roses ».');
    expect(gone.text).toContain('2 × Bouquet de roses');
    expect(await orders()).toBe(0);
    const again = { ...form, idempotencyKey: hidden(gone.text), slotId: '2026-11-24T10:30Z' };
    expect((await ask('POST', '/commande', { basket, form: again })).status).toBe(303);
  });

  it('lets the customer cancel, by a form only, and stops who guesses links', async () => {
    const { location } = await checkout(await basketOf(await product()));
    expect((await get(`${location}/annulation`)).location).toBe(location);
    expect((await get(location!)).text).toContain('Commande confirmée');
    expect((await ask('POST', `${location}/annulation`)).location).toBe(location);
    expect((await get(location!)).text).toContain('Commande annulée');
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, i) => get(`/commandes/${'A'.repeat(20)}${10 + i}`)),
    );
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await get(location!)).status).toBe(200);
  });

  it.each([
    ['paused', 200, 'La boutique fait une pause'],
    ['provisioned', 200, 'C’est votre boutique ?'],
    ['claimed', 200, 'C’est votre boutique ?'],
    ['suspended', 403, 'est suspendue'],
    ['closed', 410, 'a fermé'],
    ['withdrawn', 410, 'retirée à la demande'],
  ])('shows a shop that is %s', async (state, status, sentence) => {
    const basket = await basketOf(await product());
    await write(`update shop set state = '${state}'`);
    const home = await get('/');
    expect(home.status).toBe(status);
    expect(home.text).toContain(sentence);
    expect(home.text.includes('Fleurs Martin')).toBe(state !== 'withdrawn');
    expect((await checkout(basket)).status).not.toBe(200);
    expect(await orders()).toBe(0);
  });

  it.each(['paused', 'suspended', 'closed'])('leaves an order to its customer when the shop is %s', async (state) => {
    const { location } = await checkout(await basketOf(await product()));
    await write(`update shop set state = '${state}'`);
    const { status, text } = await get(location!);
    expect([status, text.includes('Commande confirmée')]).toEqual([200, true]);
    expect((await ask('POST', `${location}/annulation`)).location).toBe(location);
    expect((await get(location!)).text).toContain('Commande annulée');
  });

  it('answers machines', async () => {
    await product();
    expect((await get('/robots.txt')).text).toContain('Disallow: /panier');
    expect((await get('/sitemap.xml')).text.match(/<loc>/g)).toHaveLength(4);
    const css = /theme\.css\?v&#x3D;([0-9a-f]{12})/.exec((await get('/')).text)?.[1];
    expect((await get(`/theme.css?v=${css}`)).text).toContain('--accent:#');
    await write(`update shop set legal = '{"mediatorName": "CM2C <b>", "terms": "Article 1\\n\\nArticle 2"}'`);
    expect((await get('/mentions-legales')).text).toContain('CM2C &lt;b&gt;');
    expect((await get('/conditions')).text).toContain('<p>Article 1</p><p>Article 2</p>');
  });
});

const sqlOf = (given: unknown): string =>
  typeof given === 'string' ? given : ((given as { text?: string }).text ?? '');
