import { ApiTokens, Memberships, People } from '#libs/accounts';
import { Clock, newId } from '#libs/kernel';
import { createShop, createVariant, FIRST_SLOT, TUESDAY_NINE } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

describe('orders over the API', () => {
  let web: TestWeb;
  let shopId: string;
  let slug: string;
  let variantId: string;
  let token: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  beforeEach(async () => {
    slug = `fleurs-${newId().slice(-12)}`;
    shopId = await createShop(web, { slug, slotCapacity: 2 });
    variantId = await createVariant(web, shopId, { onHand: 5 });
    token = await shopToken(shopId);
  });

  const shopToken = async (shop: string): Promise<string> => {
    const person = await web.app.get(People).ensure({ email: `${newId()}@example.fr` });
    await web.app.get(Memberships).grant(person.personId, { role: 'owner', shopId: shop, initiativeId: null });
    return web.app.get(ApiTokens).create(person.personId, { shopId: shop, label: 'caisse' });
  };

  const call = async (method: 'GET' | 'POST', url: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await web.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { host: 'devanture.localhost', ...headers },
      ...(body ? { payload: body } : {}),
    });
    return { status: answer.statusCode, body: answer.json(), type: answer.headers['content-type'] };
  };
  const order = (more: object = {}, key: string = newId()) =>
    call(
      'POST',
      `/shops/${slug}/orders`,
      {
        customer: { name: 'Anne Dupré', email: 'anne@example.fr', phone: '0612345678' },
        slotId: FIRST_SLOT,
        lines: [{ variantId, quantity: 1, substitution: 'call_me' }],
        ...more,
      },
      { 'idempotency-key': key },
    );
  const shop = (method: 'GET' | 'POST', url: string, body?: object, bearer = token) =>
    call(method, `/shop/orders${url}`, body, { authorization: `Bearer ${bearer}` });

  it('lists slots, for the articles of a basket and for fewer days', async () => {
    const { status, body } = await call('GET', `/shops/${slug}/slots?days=1&variants=${variantId}`);
    expect([status, body.slots.length]).toEqual([200, 13]);
    expect(body.slots[0]).toEqual({
      id: FIRST_SLOT,
      start: '2026-11-24T11:00:00+01:00',
      end: '2026-11-24T11:30:00+01:00',
      localDate: '2026-11-24',
      localStart: '11:00',
      localEnd: '11:30',
      remaining: 2,
      capacity: 2,
    });
    expect((await call('GET', `/shops/${slug}/slots?days=x`)).status).toBe(422);
    expect((await call('GET', '/shops/inconnue/slots')).status).toBe(404);
  });

  it('places an order once per key, shows and cancels it by its token', async () => {
    const first = await order({}, 'key');
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      number: 'FM-2026-0001',
      status: 'accepted',
      total: { amount: 1250, currency: 'EUR' },
      slot: { id: FIRST_SLOT },
      url: `http://${slug}.devanture.localhost:8080/commandes/${first.body.token}`,
    });
    expect(first.body.pickupCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(await order({}, 'key')).toEqual(first);
    const other = await order({ note: 'autre' }, 'key');
    expect([other.status, other.type]).toEqual([422, 'application/problem+json; charset=utf-8']);
    expect(other.body.type).toMatch(/\/orders\/key-reused$/);
    expect((await call('GET', `/orders/${first.body.token}`)).body).toEqual(first.body);
    const cancelled = await call('POST', `/orders/${first.body.token}/cancellation`);
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled']);
    const again = await call('POST', `/orders/${first.body.token}/cancellation`);
    expect([again.status, again.body.code]).toEqual([409, 'orders.move_not_allowed']);
  });

  it('says what is sold out and which slots are left', async () => {
    const soldOut = await order({ lines: [{ variantId, quantity: 6 }] });
    expect([soldOut.status, soldOut.body.type]).toEqual([409, expect.stringMatching(/\/sold-out$/)]);
    expect(soldOut.body).toMatchObject({
      line: 1,
      variantId,
      available: 5,
      detail: expect.stringContaining('Bouquet de roses'),
    });
    expect([(await order()).status, (await order()).status]).toEqual([201, 201]);
    const full = await order();
    expect([full.status, full.body.type]).toEqual([409, expect.stringMatching(/\/slot-full$/)]);
    expect(full.body.slots.map((slot: { localStart: string }) => slot.localStart)).toEqual(['11:30', '12:00', '14:00']);
  });

  it.each([0, -1, 1.5, 1e9, '1'])('names the field of a quantity of %p', async (quantity) => {
    const refused = await order({ lines: [{ variantId, quantity }] });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ path: 'lines.0.quantity', code: 'orders.quantity' }]);
  });

  it.each([undefined, [], 'x', { customer: 3 }, { lines: 'x' }])('refuses a body of %p', async (body) => {
    const url = `/api/v1/shops/${slug}/orders`;
    const headers = { host: 'devanture.localhost', 'content-type': 'application/json', 'idempotency-key': 'k' };
    const payload = body === undefined ? '' : JSON.stringify(body);
    const { statusCode } = await web.app.inject({ method: 'POST', url, headers, payload });
    expect([400, 422]).toContain(statusCode);
  });

  it('lets the shop accept, prepare, strike and hand over', async () => {
    const { body: placed } = await order({ lines: [{ variantId, quantity: 2 }] });
    const { body: list } = await shop('GET', '');
    expect(list.orders).toMatchObject([{ number: placed.number, customer: { email: 'anne@example.fr' } }]);
    expect(JSON.stringify(list)).not.toContain(placed.pickupCode);
    const id = list.orders[0].id as string;
    expect((await shop('POST', `/${id}/acceptance`)).body.code).toBe('orders.move_not_allowed');
    expect((await shop('POST', `/${id}/strikes`, { line: 1, pieces: 1 })).body.total).toEqual({
      amount: 1250,
      currency: 'EUR',
    });
    expect((await shop('POST', `/${id}/readiness`)).body.status).toBe('ready');
    expect((await shop('POST', `/${id}/handover`, { code: '00000000' })).body.code).toBe('orders.code_unknown');
    const done = await shop('POST', `/${id}/handover`, { code: placed.pickupCode.toLowerCase() });
    expect([done.status, done.body.status]).toEqual([200, 'partially_collected']);
    expect((await shop('GET', '?state=finished')).body.orders).toHaveLength(1);
    expect((await shop('GET', `?q=${placed.pickupCode}`)).body.orders).toHaveLength(1);
  });

  it('moves an order to a slot that the shop proposed', async () => {
    const { body: placed } = await order();
    const id = (await shop('GET', '')).body.orders[0].id as string;
    const proposed = await shop('POST', `/${id}/slot-proposals`, { slotIds: ['2026-11-26T10:00Z'] });
    expect(proposed).toMatchObject({ status: 200, body: { proposedSlots: [{ id: '2026-11-26T10:00Z' }] } });
    expect((await shop('POST', `/${id}/slot-proposals`, { slotIds: ['x'] })).body.code).toBe('orders.proposals');
    const take = (slotId: string) => call('POST', `/orders/${placed.token}/slot`, { slotId });
    expect(await take('2026-11-27T10:00Z')).toMatchObject({ status: 409, body: { code: 'orders.slot_not_proposed' } });
    expect(await take('2026-11-26T10:00Z')).toMatchObject({
      status: 200,
      body: { slot: { id: '2026-11-26T10:00Z' }, proposedSlots: [], slotLostAt: null },
    });
    const { events } = (await call('GET', `/orders/${placed.token}`)).body;
    expect(events.slice(-2)).toMatchObject([
      { reason: 'slot_proposed', actor: 'shop' },
      { reason: 'slot_moved', actor: 'customer' },
    ]);
  });

  it('answers another shop’s order as an unknown one', async () => {
    await order();
    const id = (await shop('GET', '')).body.orders[0].id as string;
    const foreign = await shopToken(await createShop(web, {}));
    const masked = (answer: { status: number; body: Record<string, unknown> }) => [
      answer.status,
      { ...answer.body, instance: '' },
    ];
    for (const [method, path, body] of [
      ['GET', ''],
      ['POST', '/acceptance'],
      ['POST', '/readiness'],
      ['POST', '/refusal', { reason: 'closed' }],
      ['POST', '/handover', { code: '00000000' }],
      ['POST', '/strikes', { line: 1, pieces: 1 }],
    ] as const) {
      const theirs = await shop(method, `/${id}${path}`, body, foreign);
      const unknown = await shop(method, `/${newId()}${path}`, body, foreign);
      expect(masked(theirs)).toEqual(masked(unknown));
      expect(theirs.status).toBe(404);
    }
  });

  it('stops whoever guesses links', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 20; i++) {
      statuses.push((await call('GET', `/orders/${Buffer.alloc(16, i).toString('base64url')}`)).status);
    }
    expect(statuses.slice(0, 15)).toEqual(Array(15).fill(404));
    expect(statuses.slice(15)).toEqual(Array(5).fill(429));
  });

  it('proposes a round over several shops and places its orders, all or none', async () => {
    const second = `fleurs-${newId().slice(-12)}`;
    const secondId = await createShop(web, { slug: second });
    const orders = [
      { shop: slug, lines: [{ variantId, quantity: 1 }] },
      { shop: second, lines: [{ variantId: await createVariant(web, secondId, { onHand: 1 }), quantity: 1 }] },
    ];
    const { status, body } = await call('POST', '/rounds/proposals', { orders, fromCommune: '37132' });
    expect([status, body.none, body.trip.day]).toEqual([200, null, '2026-11-24']);
    const slots = new Map(
      body.trip.stops.map((stop: { shop: string; slot: { id: string } }) => [stop.shop, stop.slot.id]),
    );
    const round = {
      customer: { name: 'Anne Dupré', email: 'anne@example.fr' },
      orders: orders.map((each) => ({ ...each, slotId: slots.get(each.shop) })),
    };
    const place = (key: string, input: object = round) => call('POST', '/rounds', input, { 'idempotency-key': key });
    const placed = await place('one');
    expect([placed.status, placed.body.orders.length, placed.body.trips.length]).toEqual([201, 2, 1]);
    expect((await place('one')).body.token).toBe(placed.body.token);
    expect((await place('one', { ...round, orders: round.orders.slice(1) })).body.code).toBe('rounds.key_reused');
    const lost = await place('two');
    expect([lost.status, lost.body.code]).toEqual([409, 'orders.sold_out']);
    expect((await call('POST', '/rounds/proposals', { orders: [] })).status).toBe(422);
    expect((await call('POST', '/rounds/proposals', { orders: [{ shop: 'rien', lines: [] }] })).status).toBe(404);
  });
});
