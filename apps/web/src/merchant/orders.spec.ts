import { Memberships, People, Sessions } from '#libs/accounts';
import { Clock, newId } from '#libs/kernel';
import { type OrderDetails, Orders } from '#libs/orders';
import { asShop } from '#libs/tenancy';
import { createShop, createVariant, orderOf, TUESDAY_NINE } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

describe('the order board', () => {
  let web: TestWeb;
  let shopId: string;
  let cookie: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb({ SMS_URL: 'https://sms.example/messages' });
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  beforeEach(async () => {
    shopId = await createShop(web);
    cookie = await signedIn(shopId);
  });

  const signedIn = async (shop: string): Promise<string> => {
    const person = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(person.personId, { role: 'staff', shopId: shop, initiativeId: null });
    return `__Host-session=${await web.app.get(Sessions).open(person.personId)}`;
  };

  const place = async (traits: Parameters<typeof createVariant>[2] = {}, quantity = 1): Promise<OrderDetails> => {
    const variantId = await createVariant(web, shopId, traits);
    const input = orderOf([], { lines: [{ variantId, quantity }], note: 'Sans <épines>' });
    return (await asShop(shopId, () => web.app.get(Orders).place(input, newId()))).order;
  };

  const host = 'gestion.devanture.localhost:8080';
  const get = async (url: string, as = cookie) => {
    const answer = await web.app.inject({ method: 'GET', url, headers: { host, cookie: as } });
    return { status: answer.statusCode, text: answer.body.replace(/[\u00a0\u202f]/g, ' ') };
  };
  const post = async (url: string, fields: Record<string, string> = {}, as = cookie) => {
    const headers = { host, cookie: as, origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await web.app.inject({
      method: 'POST',
      url,
      headers,
      payload: new URLSearchParams(fields).toString(),
    });
    const text = answer.body.replace(/[\u00a0\u202f]/g, ' ');
    return { status: answer.statusCode, location: answer.headers.location, text };
  };

  it('says when there is nothing to do', async () => {
    const { status, text } = await get('/commandes');
    expect(status).toBe(200);
    expect(text).toContain('Aucune commande en cours');
    expect(text).toContain('Remettre la commande');
  });

  it('shows orders by state and slot, with the next thing to do', async () => {
    const counted = await place();
    const asked = await place({ stock: 'untracked', name: 'Gerbe' });
    const { text } = await get('/commandes');
    expect(text).toContain('À répondre (1)');
    expect(text).toContain('À préparer (1)');
    expect(text).toContain('Aujourd’hui');
    expect(text).toContain('11 h – 11 h 30, Anne Dupré');
    expect(text).toContain('1 × Gerbe');
    expect(text).toContain('Répondez avant 11 h');
    expect(text).toContain(`action="/commandes/${asked.orderId}/acceptation"`);
    expect(text).toContain(`action="/commandes/${counted.orderId}/preparation"`);
    expect(text).not.toContain(counted.pickupCode);
  });

  it('accepts, prepares and hands over by code', async () => {
    const order = await place({ stock: 'untracked' });
    const url = `/commandes/${order.orderId}`;
    expect(await post(`${url}/acceptation`)).toMatchObject({ status: 303, location: url });
    expect(await post(`${url}/preparation`)).toMatchObject({ status: 303, location: url });
    const wrong = await post('/commandes/remises', { code: 'ZZZZ ZZZZ' });
    expect(wrong.status).toBe(404);
    expect(wrong.text).toContain('Aucune commande ne porte ce code. Encore 4 essai(s) avant une pause.');
    expect(wrong.text).toContain('value="ZZZZ ZZZZ"');
    expect(await post('/commandes/remises', { code: order.pickupCode.toLowerCase() })).toMatchObject({
      status: 303,
      location: url,
    });
    const { text } = await get(url);
    expect(text).toContain('Remise');
    expect(text).toContain('Sans &lt;épines&gt;');
    expect(text).not.toContain('<form class="card');
    expect((await get('/commandes/terminees')).text).toContain(order.number);
  });

  it('refuses with a reason; another reason needs a sentence', async () => {
    const order = await place();
    const url = `/commandes/${order.orderId}`;
    const missing = await post(`${url}/refus`, { reason: 'other', sentence: ' ' });
    expect(missing.status).toBe(422);
    expect(missing.text).toContain('Écrivez une phrase pour dire au client pourquoi vous refusez.');
    expect(await post(`${url}/refus`, { reason: 'sold_out', sentence: 'Fanées, désolé.' })).toMatchObject({
      status: 303,
    });
    expect((await get(url)).text).toContain('Message de la boutique : « Fanées, désolé. »');
    const twice = await post(`${url}/refus`, { reason: 'sold_out' });
    expect(twice.status).toBe(409);
    expect(twice.text).toContain('l’état de la commande a changé entre-temps');
  });

  it('says what was missing, and closes an order that nobody came for', async () => {
    const [roses, vase] = [await createVariant(web, shopId), await createVariant(web, shopId)];
    const order = (await asShop(shopId, () => web.app.get(Orders).place(orderOf([roses, vase]), newId()))).order;
    expect((await get(`/commandes/${order.orderId}`)).text).toContain('name="missing"');
    await post(`/commandes/${order.orderId}/refus`, { reason: 'sold_out', missing: String(order.lines[0]!.line) });
    const sql = 'select variant_id, on_hand from variant where on_hand < 10';
    const left = await asShop(shopId, () => web.tenancy.shopRead(sql));
    expect(left).toEqual([{ variant_id: order.lines[0]!.variantId, on_hand: 9 }]);
    const late = await place();
    const url = `/commandes/${late.orderId}`;
    await post(`${url}/preparation`);
    expect((await get(url)).text).not.toContain('/non-retrait');
    expect((await post(`${url}/non-retrait`)).text).toContain('Le créneau n’est pas terminé');
    Clock.freeze(late.slot.end);
    expect((await get(url)).text).toContain('/non-retrait');
    expect((await post(`${url}/non-retrait`)).location).toBe(url);
    expect((await get(url)).text).toContain('Non retirée');
    Clock.freeze(TUESDAY_NINE);
  });

  it('strikes pieces of a line and hands over without a code', async () => {
    const order = await place({}, 3);
    const url = `/commandes/${order.orderId}`;
    const tooMany = await post(`${url}/retraits`, { line: '1', pieces: '4' });
    expect(tooMany.status).toBe(422);
    expect(tooMany.text).toContain('href="#pieces-1"');
    expect(await post(`${url}/retraits`, { line: '1', pieces: '1', strikeReason: 'abîmée' })).toMatchObject({
      status: 303,
    });
    const { text } = await get(url);
    expect(text).toContain('25,00 €');
    expect(text).toContain('1 × Bouquet de roses : abîmée');
    expect(await post(`${url}/remise-sans-code`)).toMatchObject({ status: 303 });
    expect((await get(url)).text).toContain('sans code');
  });

  it('proposes another slot, and says of a struck piece that it is lost', async () => {
    const order = await place({}, 3);
    const url = `/commandes/${order.orderId}`;
    expect((await get(`${url}/creneaux`)).text).toContain('value="2026-11-25T10:00Z"');
    const none = await post(`${url}/creneaux`, {});
    expect([none.status, none.text.includes('Proposez un à trois créneaux encore libres.')]).toEqual([422, true]);
    expect(await post(`${url}/creneaux`, { slots: '2026-11-25T10:00Z' })).toMatchObject({ status: 303 });
    expect((await get(url)).text).toContain('Créneaux proposés au client : mercredi 25 novembre');
    await post(`${url}/retraits`, { line: '1', pieces: '1', strikeReason: 'abîmée', place: 'missing' });
    const { text } = await get(url);
    expect(text).toContain('abîmée');
    await web.tenancy.regionTransaction((tx) =>
      tx.query(`insert into closure_order (closure_id, title, starts_on, territory, collects)
        values (gen_random_uuid(), 'Arrêté du maire', '2026-11-24', '{}', true)`),
    );
    const rules = await get('/horaires/retrait');
    expect(rules.text).toContain('Arrêté du maire');
    expect(await post('/horaires/affluence', { hours: '2' })).toMatchObject({ status: 303 });
    expect((await get('/horaires/retrait')).text).toContain('Délai doublé');
    await post('/horaires/affluence', { hours: 'over' });
    expect(rules.text).toMatch(/name="texts"[^>]*value="no"[^>]* checked/);
    const numbers = {
      leadMinutes: '60',
      slotMinutes: '30',
      slotCapacity: '4',
      horizonOpenDays: '7',
      keepOpenDays: '3',
    };
    const fields = { ...numbers, closureCapacity: '2', answerMinutes: '120', holidays: 'closed', texts: 'yes' };
    expect((await post('/horaires/retrait', fields)).location).toBe('/horaires/retrait');
    expect((await get('/horaires/retrait')).text).toMatch(/name="texts"[^>]*value="yes"[^>]* checked/);
    await web.tenancy.regionTransaction((tx) => tx.query('delete from closure_order'));
  });

  it('finds an order by name, phone, number and link', async () => {
    const order = await place();
    for (const q of ['dupre', '06 12 34 56 78', order.number, order.url, order.pickupCode]) {
      expect((await get(`/commandes?q=${encodeURIComponent(q)}`)).text).toContain(`/commandes/${order.orderId}`);
    }
    expect((await get('/commandes?q=inconnue')).text).toContain('Aucune commande ne correspond');
  });

  it('is closed to strangers and to other shops', async () => {
    const order = await place();
    const url = `/commandes/${order.orderId}`;
    expect((await get('/commandes', '')).status).toBe(303);
    const other = await signedIn(await createShop(web));
    const unknown = await get(`/commandes/${newId()}`, other);
    expect([unknown.status, (await get(url, other)).status]).toEqual([404, 404]);
    for (const deed of [
      'acceptation',
      'refus',
      'preparation',
      'remise',
      'remise-sans-code',
      'non-retrait',
      'retraits',
    ]) {
      const fields = { reason: 'closed', code: order.pickupCode, line: '1', pieces: '1' };
      expect((await post(`${url}/${deed}`, fields, other)).status).toBe(404);
    }
    expect((await get(url)).text).toContain('À préparer');
  });
});
