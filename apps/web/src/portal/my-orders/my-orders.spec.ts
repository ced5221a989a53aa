import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import ICAL from 'ical.js';
import { SendCustomerLink } from '#libs/customers';
import { Clock, newId } from '#libs/kernel';
import { OrderBook, type OrderDetails, Orders } from '#libs/orders';
import { asShop } from '#libs/tenancy';
import { lastMailTo } from '../../../../../test/support/mails.js';
import { createShop, createVariant, orderOf, TUESDAY_NINE } from '../../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const PORTAL = 'devanture.localhost';
const ROSES = { name: 'Anne Dupré', email: 'Anne@Example.fr', phone: '06 12 34 56 78' };

describe('a customer’s orders over all shops', () => {
  let web: TestWeb;
  let isClosed = false;
  const shops = new Map<string, string>();

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
    for (const slug of ['fleurs-martin', 'jouets-lucie']) shops.set(slug, await createShop(web, { slug }));
  }, 60_000);

  afterAll(async () => {
    if (!isClosed) await web?.close();
    Clock.freeze(null);
  });

  const orders = () => web.app.get(Orders, { strict: false });
  const place = async (slug: string, customer = ROSES): Promise<OrderDetails> => {
    const shopId = shops.get(slug)!;
    const variantId = await createVariant(web, shopId, { name: `Rose de ${slug}` });
    const input = orderOf([variantId], { customer, note: 'Un mot de la cliente' });
    return (await asShop(shopId, () => orders().place(input, newId()))).order;
  };

  interface Asked {
    cookie?: string;
    body?: Record<string, string>;
    headers?: Record<string, string>;
  }
  const ask = async (method: 'GET' | 'POST', host: string, url: string, { cookie, body, headers }: Asked = {}) => {
    const answer = await web.app.inject({
      method,
      url,
      headers: {
        host,
        ...(method === 'POST' ? { origin: `http://${host}` } : {}),
        ...(cookie ? { cookie } : {}),
        ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...headers,
      },
      ...(body ? { payload: new URLSearchParams(body).toString() } : {}),
    });
    const set = [answer.headers['set-cookie'] ?? []].flat().map((each) => each.split(';')[0]!);
    const text = answer.body.replace(/[\u00a0\u202f]/g, ' ');
    return { status: answer.statusCode, location: String(answer.headers.location), text, cookies: set };
  };
  const cookieNamed = (cookies: string[], name: string) => cookies.find((each) => each.startsWith(`__Host-${name}=`))!;
  const shopHost = (slug: string) => `${slug}.${PORTAL}`;

  it('are kept in this browser without an account, by a passage that works once', async () => {
    const order = await place('fleurs-martin');
    const { location, status } = await ask('POST', shopHost('fleurs-martin'), `/commandes/${order.token}/suivi`);
    expect([status, location]).toEqual([
      303,
      expect.stringMatching(/^http:\/\/devanture\.localhost:8080\/mes-commandes\/ajout\/[\w-]{43}$/),
    ]);
    const path = new URL(location).pathname;
    expect((await ask('GET', PORTAL, path)).text).toContain('Ajouter à mes commandes');
    const added = await ask('POST', PORTAL, path);
    const cookie = cookieNamed(added.cookies, 'commandes');
    expect(cookie).not.toContain(order.token);
    const list = await ask('GET', PORTAL, '/mes-commandes', { cookie });
    expect(list.text).toContain(order.number);
    expect(list.text).toContain('Confirmée');
    expect(cookieNamed((await ask('POST', PORTAL, path)).cookies, 'commandes')).toBeUndefined();
    const forged = `${cookie.slice(0, -4)}AAAA`;
    expect((await ask('GET', PORTAL, '/mes-commandes', { cookie: forged })).text).not.toContain(order.number);
  });

  const signIn = async (email: string): Promise<string> => {
    const asked = await ask('POST', PORTAL, '/mes-commandes/connexion', { body: { email } });
    expect(asked.text).toContain('Un lien part vers cette adresse');
    const [job] = await web.tenancy.publicRead<{ payload: { asked: string; shopId: null } }>(
      `select payload from graphile_worker._private_jobs where payload ->> 'asked' is not null order by id desc limit 1`,
    );
    await web.app.get(SendCustomerLink, { strict: false }).handle(job!.payload);
    const mail = await lastMailTo(web.settings, email.toLowerCase());
    const path = /\/mes-commandes\/connexion\/[\w-]{43}/.exec(mail)![0];
    expect((await ask('GET', PORTAL, path)).cookies).toEqual([]);
    const opened = await ask('POST', PORTAL, path);
    expect((await ask('POST', PORTAL, path)).status).toBe(410);
    return cookieNamed(opened.cookies, 'client');
  };

  it('come together by an address that was proven, go along as one file, and are erased', async () => {
    const [one, two] = [await place('fleurs-martin'), await place('jouets-lucie')];
    const stranger = await place('jouets-lucie', { ...ROSES, email: 'autre@example.fr' });
    const cookie = await signIn('anne@example.fr');
    const list = await ask('GET', PORTAL, '/mes-commandes', { cookie });
    for (const { url } of [one, two]) expect(list.text).toContain(url);
    expect(list.text).not.toContain(stranger.url);
    expect((await ask('POST', PORTAL, '/mes-commandes/donnees/export')).status).toBe(401);
    const exported = await ask('POST', PORTAL, '/mes-commandes/donnees/export', { cookie });
    const file = JSON.parse(exported.text) as { email: string; orders: { number: string; note: string }[] };
    expect(file.email).toBe('anne@example.fr');
    expect(file.orders.map(({ number }) => number)).toEqual(expect.arrayContaining([one.number, two.number]));
    const erase = (body: Record<string, string>) =>
      ask('POST', PORTAL, '/mes-commandes/donnees/effacement', { cookie, body });
    expect((await erase({})).text).toContain('Cochez la case');
    expect((await erase({ sure: 'yes' })).text).toMatch(/Il reste \d+ commande\(s\) en cours/);
    for (const [slug, shopId] of shops)
      for (const order of await asShop(shopId, () => web.app.get(OrderBook, { strict: false }).board()))
        if (order.orderId !== stranger.orderId && slug)
          await asShop(shopId, () => orders().collectWithoutCode(order.orderId, 'person:1'));
    await asShop(shops.get('fleurs-martin')!, () =>
      web.tenancy.shopTransaction((tx) => tx.query(WITHDRAWAL_SQL, [shops.get('fleurs-martin'), one.orderId])),
    );
    await web.tenancy.publicTransaction((tx) => tx.query(ROUND_SQL, [newId()]));
    await web.tenancy.publicTransaction((tx) =>
      tx.query('insert into customer_round_stop select round_id, $1, $2 from customer_round', [
        shops.get('jouets-lucie'),
        two.orderId,
      ]),
    );
    expect((await erase({ sure: 'yes' })).status).toBe(303);
    const withdrawals = await asShop(shops.get('fleurs-martin')!, () =>
      web.tenancy.shopRead('select customer_name, customer_email, text, cents, lines from order_withdrawal'),
    );
    const nobody = { customer_name: 'Client effacé', customer_email: 'efface@invalid', text: '' };
    expect(withdrawals).toEqual([{ ...nobody, cents: 1250, lines: [1] }]);
    expect(await web.tenancy.publicRead('select * from customer_round')).toEqual([]);
    for (const shopId of shops.values()) {
      const rows = await asShop(shopId, () => web.tenancy.shopRead<object>('select * from shop_order'));
      const mine = rows.filter((row) => !JSON.stringify(row).includes(stranger.orderId));
      expect(JSON.stringify(mine)).not.toMatch(/Anne|anne@|06 12|Un mot/);
      expect(mine.length).toBeGreaterThan(0);
    }
    const kept = await asShop(shops.get('fleurs-martin')!, () =>
      web.app.get(OrderBook, { strict: false }).byId(one.orderId),
    );
    expect(kept).toMatchObject({ number: one.number, totalCents: 1250, isErased: true, status: 'collected' });
    expect((await ask('GET', shopHost('fleurs-martin'), `/commandes/${one.token}`)).status).toBe(404);
    expect((await ask('GET', PORTAL, '/mes-commandes', { cookie })).text).not.toContain(two.url);
    const book = web.app.get(OrderBook, { strict: false });
    expect(await asShop(shops.get('jouets-lucie')!, () => book.byId(stranger.orderId))).toMatchObject({
      customer: { email: 'autre@example.fr' },
    });
  });

  it('tell nobody whether an address is known, and are asked for five times an hour', async () => {
    const answers = [];
    for (let i = 0; i < 6; i++)
      answers.push(
        (await ask('POST', PORTAL, '/mes-commandes/connexion', { body: { email: 'personne@example.fr' } })).status,
      );
    expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('are ordered again with what is left, and stop reminding with one click', async () => {
    const order = await place('fleurs-martin');
    const host = shopHost('fleurs-martin');
    const again = () => ask('POST', host, `/commandes/${order.token}/panier`);
    const basket = await again();
    const shown = await ask('GET', host, '/panier', { cookie: basket.cookies.join('; ') });
    expect(shown.text).toContain('Rose de fleurs-martin');
    await asShop(shops.get('fleurs-martin')!, () =>
      web.tenancy.shopTransaction((tx) =>
        tx.query('update product set published = false where product_id = $1', [order.lines[0]!.productId]),
      ),
    );
    const gone = await ask('GET', host, '/panier', { cookie: (await again()).cookies.join('; ') });
    expect(gone.text).toContain('sauf ce qui n’est plus disponible : Rose de fleurs-martin');
    const clicked = await web.app.inject({
      method: 'POST',
      url: `/commandes/${order.token}/messages/fin`,
      headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    });
    expect([clicked.statusCode, clicked.body]).toEqual([200, 'OK']);
    expect((await ask('GET', host, `/commandes/${order.token}`)).text).not.toMatch(/name="reminders"[^>]*checked/);
    const calendar = new ICAL.Component(
      ICAL.parse((await ask('GET', host, `/commandes/${order.token}/agenda.ics`)).text) as unknown[],
    );
    expect(new ICAL.Event(calendar.getFirstSubcomponent('vevent')!).uid).toBe(`${order.orderId}@devanture.localhost`);
  });

  it('show each move at once, and hold up neither the pool nor the end of the program', async () => {
    const order = await place('jouets-lucie');
    await web.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = web.app.getHttpServer().address() as AddressInfo;
    const open = () =>
      new Promise<{ status: number; heard: Promise<string>; next(word: string): Promise<string> }>(
        (resolve, reject) => {
          const headers = { host: shopHost('jouets-lucie'), accept: 'text/event-stream' };
          const asked = httpRequest({ port, path: `/commandes/${order.token}/direct`, headers }, (answer) => {
            let text = '';
            const heard = new Promise<string>((done) => answer.on('end', () => done(text)));
            answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
            const next = async (word: string) => {
              while (!text.includes(word)) await new Promise((done) => answer.once('data', done));
              return text;
            };
            resolve({ status: answer.statusCode!, heard, next });
          });
          asked.on('error', reject).end();
        },
      );
    const streams = [];
    for (let i = 0; i < 13; i++) streams.push(await open());
    expect(streams.map(({ status }) => status)).toEqual([...Array<number>(12).fill(200), 429]);
    await asShop(shops.get('jouets-lucie')!, () => orders().markReady(order.orderId, 'person:1'));
    expect(await streams[0]!.next('moved')).toContain(`event: moved\ndata: ${order.orderId}`);
    const ended = Promise.all(streams.slice(0, 12).map(({ heard }) => heard));
    await web.close();
    isClosed = true;
    expect((await ended)[11]).toContain('moved');
  });
});

const WITHDRAWAL_SQL = `
  insert into order_withdrawal (shop_id, order_id, declared_at, customer_name, customer_email, lines, cents, text, refund_due_at)
  values ($1, $2, now(), 'Anne Dupré', 'anne@example.fr', '{1}', 1250, 'Nom : Anne Dupré.', now())`;

const ROUND_SQL = `insert into customer_round (round_id, key_hash, body_hash, link_hash) values ($1, 'a', 'b', 'c')`;
