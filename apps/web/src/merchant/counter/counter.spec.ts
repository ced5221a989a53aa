import type { Browser, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { Clock, newId } from '#libs/kernel';
import { OrderBook, type OrderDetails, Orders } from '#libs/orders';
import { asShop } from '#libs/tenancy';
import { openBrowser, workerReady } from '../../../../../test/support/browser.js';
import { type FlakyNetwork, flakyNetwork } from '../../../../../test/support/flaky-network.js';
import { type Office, openOffice, pageFaults, payOnline, shoot } from '../../../../../test/support/office.js';
import { TUESDAY_NINE } from '../../../../../test/support/order-shop.js';

/** Every spec orders for the same slot. */
const takeMany = ({ shopId, web }: Office) =>
  asShop(shopId, () => web.tenancy.shopTransaction((tx) => tx.query('update shop set slot_capacity = 50')));

describe('the counter', () => {
  let office: Office;
  let network: FlakyNetwork;
  let browser: Browser;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    office = await openOffice();
    await takeMany(office);
    network = await flakyNetwork(office.web.app);
    origin = `http://gestion.devanture.localhost:${network.port}`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await network?.close();
    await office?.web.close();
    Clock.freeze(null);
  });

  beforeEach(async () => {
    Object.assign(network.state, { isDown: false, losesAnswers: false });
    network.arrived.length = 0;
    const context = await office.context(browser, { viewport: { width: 360, height: 740 } });
    page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.accept());
  });

  afterEach(() => page.context().close());

  const get = <T>(type: abstract new (...args: never[]) => T): T => office.web.app.get(type, { strict: false });
  const inShop = <T>(work: () => T): T => asShop(office.shopId, work);
  const now = async ({ orderId }: OrderDetails) => (await inShop(() => get(OrderBook).byId(orderId)))!;
  const moves = async (order: OrderDetails) => (await now(order)).events.map(({ to, reason }) => reason ?? to);
  const posts = () => network.arrived.filter((each) => each.startsWith('POST /comptoir'));
  const named = async (name: string, quantity = 1): Promise<OrderDetails> => {
    const order = await office.place({}, quantity);
    await inShop(() =>
      office.web.tenancy.shopTransaction((tx) =>
        tx.query('update shop_order set customer_name = $2 where order_id = $1', [order.orderId, name]),
      ),
    );
    return order;
  };
  const ready = () => page.locator('[data-counter][data-ready]').waitFor();
  const open = async () => {
    await page.goto(`${origin}/comptoir`);
    await ready();
  };
  const cut = async (isCut: boolean) => {
    network.state.isDown = isCut;
    await page.context().setOffline(isCut);
  };
  const until = async (isSo: () => Promise<boolean>) => {
    for (let tries = 0; tries < 200 && !(await isSo()); tries++) await page.waitForTimeout(50);
    expect(await isSo()).toBe(true);
  };
  const dialog = () => page.locator('dialog[data-handover]');
  const handOver = () => dialog().getByRole('button', { name: 'Remettre la commande' }).click();
  const kept = (store: string) =>
    page.evaluate(`new Promise((done) => {
      const asked = indexedDB.open('devanture-counter', 1);
      asked.onupgradeneeded = () => { asked.result.createObjectStore('orders', { keyPath: 'account' }); asked.result.createObjectStore('handovers', { keyPath: 'key' }); };
      asked.onsuccess = () => { const all = asked.result.transaction('${store}').objectStore('${store}').getAll(); all.onsuccess = () => { asked.result.close(); done(all.result); }; };
    })`) as Promise<object[]>;

  it('hands over without a network, whole and in part, and tells it exactly once, also when the answer is lost', async () => {
    const [anne, paul] = [await named('Anne Hors-Ligne'), await named('Paul Sansréseau', 3)];
    await open();
    await workerReady(page);
    await page.reload();
    await cut(true);
    await page.reload();
    await ready();
    await page.fill('#q', 'hors-li');
    expect(await page.locator('[data-list] .order-card').count()).toBe(1);
    await shoot(page, 'counter-offline-360');
    await page.getByRole('link', { name: 'Anne Hors-Ligne' }).click();
    await dialog().getByLabel('Code de retrait').fill('AAAA BBBB');
    await handOver();
    await dialog().getByText('Ce code n’est pas celui de cette commande.').waitFor();
    await dialog().getByLabel('Code de retrait').fill(anne.pickupCode.toLowerCase());
    await handOver();
    await page.getByText('Hors ligne, 1 remise en attente').waitFor();
    await page.fill('#q', '');
    await page.getByRole('link', { name: 'Paul Sansréseau' }).click();
    await dialog().getByText('Un article manque').click();
    await dialog().getByLabel('Non remis').fill('1');
    await dialog().getByLabel('Raison').fill('fanée');
    expect((await dialog().locator('[data-total]').innerText()).replace(/\s/g, ' ')).toBe('25,00 €');
    await dialog().getByLabel('Le client n’a pas son code').check();
    await shoot(page, 'counter-dialog-360');
    expect(await pageFaults(page)).toEqual([]);
    await handOver();
    await page.getByText('Hors ligne, 2 remises en attente').waitFor();
    await shoot(page, 'counter-waiting-360');
    expect(await moves(anne)).toEqual(['placed', 'accepted']);
    expect(JSON.stringify(await kept('handovers'))).not.toMatch(/Anne|Paul|06 12/);
    network.state.losesAnswers = true;
    await cut(false);
    await until(async () => posts().length > 0);
    network.state.losesAnswers = false;
    await page.getByText('Tout est envoyé.').waitFor();
    expect(await moves(anne)).toEqual(['placed', 'accepted', 'collected']);
    expect(await moves(paul)).toEqual(['placed', 'accepted', 'struck', 'without_code']);
    expect(await now(paul)).toMatchObject({ status: 'partially_collected', totalCents: 2500 });
    expect(posts().length).toBeGreaterThan(2);
    expect(await kept('handovers')).toEqual([]);
    expect(await ledger(paul)).toEqual({ on_hand: 8, moved: 8 });
  });

  const ledger = async ({ lines }: OrderDetails) => {
    const [row] = await inShop(() =>
      office.web.tenancy.shopRead(
        `select on_hand, (select sum(delta)::int from stock_movement m where m.variant_id = v.variant_id) as moved
         from variant v where variant_id = $1`,
        [lines[0]!.variantId],
      ),
    );
    return row;
  };

  it('says clearly when another device was faster, or the customer cancelled meanwhile', async () => {
    const [twice, gone] = [await named('Deux Fois'), await named('Partie Ailleurs')];
    await open();
    await cut(true);
    for (const name of ['Deux Fois', 'Partie Ailleurs']) {
      await page.getByRole('link', { name }).click();
      await dialog().getByLabel('Le client n’a pas son code').check();
      await handOver();
      await page.getByText(/remises? en attente/).waitFor();
    }
    await inShop(() => get(Orders).collectWithoutCode(twice.orderId, 'person:other'));
    await inShop(() => get(Orders).cancel(gone.token));
    await cut(false);
    await page.getByText(/a déjà été remise à 9/).waitFor();
    await page.getByText(/Le client a annulé la commande/).waitFor();
    await shoot(page, 'counter-refused-360');
    expect(await pageFaults(page)).toEqual([]);
    expect(await moves(twice)).toEqual(['placed', 'accepted', 'without_code']);
    expect((await now(gone)).status).toBe('cancelled');
    for (const left of [1, 0]) {
      await page.getByRole('button', { name: 'J’ai compris' }).first().click();
      await until(async () => (await page.getByRole('button', { name: 'J’ai compris' }).count()) === left);
    }
    expect(await kept('handovers')).toEqual([]);
  });

  it('finds an order by the photo of its QR code, and no other shop’s', async () => {
    const order = await named('Quentin Scan');
    await open();
    const photo = async (text: string) => {
      await page.getByRole('button', { name: 'Scanner le QR code' }).click();
      const buffer = await QRCode.toBuffer(text, { width: 400 });
      await page.setInputFiles('#scan-photo', { name: 'qr.png', mimeType: 'image/png', buffer });
    };
    await photo('https://ailleurs.example/menu');
    await page.getByText('Ce QR code n’est pas celui d’une commande à remettre ici.').waitFor();
    await photo(order.url);
    await dialog().getByText('QR code reconnu.').waitFor();
    await handOver();
    await page.getByText(/remise à Quentin Scan/).waitFor();
    expect(await moves(order)).toEqual(['placed', 'accepted', 'collected']);
  });

  it('keeps nothing of a customer after the sign-out', async () => {
    await named('Solène Secrète');
    await open();
    expect(JSON.stringify(await kept('orders'))).toContain('Solène Secrète');
    await page.click('.account-menu summary');
    await Promise.all([page.waitForURL(`${origin}/connexion`), page.click('form[action="/deconnexion"] button')]);
    expect(await kept('orders')).toEqual([]);
  });
});

describe('the counter’s forms', () => {
  let office: Office;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    office = await openOffice();
    await takeMany(office);
  }, 60_000);

  afterAll(async () => {
    await office?.web.close();
    Clock.freeze(null);
  });

  const send = async (order: OrderDetails, fields: Record<string, string>, accept = 'text/html') => {
    const { host, cookie } = office;
    const answer = await office.web.app.inject({
      method: 'POST',
      url: `/comptoir/${order.orderId}/remise`,
      headers: { host, cookie, accept, origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    });
    return { status: answer.statusCode, text: answer.body.replace(/[\u00a0\u202f]/g, ' ') };
  };

  it('take a handover once, whatever is sent twice', async () => {
    const order = await office.place({}, 2);
    const key = newId();
    const fields = { key, code: order.url, 'missing-1': '1', 'why-1': 'abîmé' };
    const answers = await Promise.all([1, 2, 3].map(() => send(order, fields, 'application/json')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.filter(({ text }) => text === '{"isRepeat":true}')).toHaveLength(2);
    expect((await send(order, { ...fields, key: newId() })).text).toContain('a déjà été remise à 9 h');
    const other = await office.place();
    expect((await send(other, { key, withoutCode: 'yes' })).status).toBe(422);
    expect((await office.get(`/comptoir/${order.orderId}`)).text).toContain('Cette commande a été remise, en partie.');
  });

  it('pause after five wrong codes and say until when', async () => {
    const order = await office.place();
    const wrong = () => send(order, { key: newId(), code: 'AAAABBBB' });
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await wrong()).status);
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429]);
    expect((await wrong()).text).toContain('les codes reprennent à 9 h 05');
    expect((await office.get(`/comptoir/${order.orderId}`)).text).toContain('Trop de codes erronés');
    expect((await send(order, { key: newId(), withoutCode: 'yes' })).status).toBe(303);
  });

  it('ask for no money for what was paid online', async () => {
    const order = await office.place();
    const url = `/comptoir/${order.orderId}`;
    expect((await office.get(url)).text).not.toContain('Total, déjà payé en ligne');
    await payOnline(office, order.orderId);
    expect((await office.get(url)).text).toContain('Total, déjà payé en ligne');
  });

  it('find by code, name and phone without script', async () => {
    const order = await office.place();
    for (const q of [order.pickupCode, order.url, order.number])
      expect(await office.get(`/comptoir?q=${encodeURIComponent(q)}`)).toMatchObject({ status: 303 });
    expect((await office.get('/comptoir?q=dupr')).text).toContain(order.number);
    expect((await office.get('/comptoir?q=0612345678')).text).toContain(order.number);
    expect((await office.get('/comptoir?q=zzz')).text).toContain('Aucune commande ne correspond');
  });
});
