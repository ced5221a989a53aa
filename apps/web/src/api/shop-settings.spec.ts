import { ApiTokens, Memberships, People } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { createShop } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

describe('hours and settings over the API', () => {
  let web: TestWeb;
  let shopId: string;
  let personId: string;

  beforeAll(async () => {
    web = await testWeb();
    shopId = await createShop(web);
    personId = (await web.app.get(People).ensure({ email: `${newId()}@example.fr` })).personId;
    await web.app.get(Memberships).grant(personId, { role: 'owner', shopId, initiativeId: null });
  }, 60_000);

  afterAll(async () => {
    await web.close();
  });

  const call = async (method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object) => {
    const token = await web.app.get(ApiTokens).create(personId, { shopId, label: 'caisse' });
    const answer = await web.app.inject({
      method,
      url: `/api/v1/shop${url}`,
      headers: { host: 'devanture.localhost', authorization: `Bearer ${token}` },
      ...(body ? { payload: body } : {}),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<Record<string, unknown>>() };
  };

  it('reads and replaces the week', async () => {
    const hours = [{ weekday: 1, opens: '09:00', closes: '18:00' }];
    expect(await call('PUT', '/hours', { hours })).toEqual({ status: 200, body: { hours } });
    expect(await call('GET', '/hours')).toEqual({ status: 200, body: { hours } });
    const refused = await call('PUT', '/hours', {
      hours: [...hours, { weekday: 1, opens: '10:00', closes: '11:00' }],
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'hours.1', code: 'shops.hours_overlap' }] },
    });
    expect(await call('GET', '/hours')).toEqual({ status: 200, body: { hours } });
  });

  it('says which days are different', async () => {
    const exception = { day: '2026-12-25', intervals: [], reason: 'Noël' };
    expect(await call('POST', '/exceptions', exception)).toEqual({ status: 201, body: exception });
    expect(await call('GET', '/exceptions?from=2026-12-01')).toEqual({
      status: 200,
      body: { exceptions: [exception] },
    });
    expect((await call('POST', '/exceptions', { day: '2026-02-30' })).status).toBe(422);
    expect((await call('DELETE', '/exceptions/2026-12-25')).status).toBe(204);
    expect((await call('DELETE', '/exceptions/2026-12-25')).status).toBe(404);
  });

  it('changes what is given and keeps the rest', async () => {
    expect(await call('PATCH', '/settings', { tagline: 'Des fleurs', leadMinutes: 60 })).toMatchObject({
      status: 200,
      body: { tagline: 'Des fleurs', leadMinutes: 60, slotMinutes: 30, name: 'Fleurs Martin' },
    });
    const numbers = { closureCapacity: 1, answerMinutes: 60, keepOpenDays: 2 };
    const rules = { cutoffs: { '1': '12:00', '2': '' }, sendsTexts: true, ...numbers };
    expect(await call('PATCH', '/settings', { ...rules, slotMaxItems: 9 })).toMatchObject({
      status: 200,
      body: { ...rules, cutoffs: { '1': '12:00' }, slotMaxItems: 9, leadMinutes: 60 },
    });
    expect((await call('PATCH', '/settings', { cutoffs: { '8': '12:00' } })).status).toBe(422);
    expect((await call('PATCH', '/settings', { cutoffs: { '1': '25:00' } })).status).toBe(422);
    const rush = await call('PATCH', '/settings', { rush: true });
    expect(rush).toMatchObject({ body: { rush: true, rushUntil: expect.stringMatching(/T(22|23):00:00.000Z$/) } });
    expect(await call('PATCH', '/settings', { rush: false })).toMatchObject({ body: { rush: false, rushUntil: null } });
    const over = { rush: true, rushUntil: '2020-01-01T00:00:00Z' };
    expect(await call('PATCH', '/settings', over)).toMatchObject({ body: { rush: false } });
    expect((await call('PATCH', '/settings', { state: 'open' })).status).toBe(422);
    expect((await call('PATCH', '/settings', { leadMinutes: -1 })).status).toBe(422);
  });

  it('asks for a token', async () => {
    for (const url of ['/hours', '/exceptions', '/settings']) {
      const answer = await web.app.inject({ url: `/api/v1/shop${url}`, headers: { host: 'devanture.localhost' } });
      expect(answer.statusCode).toBe(401);
    }
  });

  it('is in the OpenAPI file', async () => {
    const answer = await web.app.inject({ url: '/api/v1/openapi.json', headers: { host: 'devanture.localhost' } });
    const { paths } = answer.json<{ paths: Record<string, object> }>();
    expect(Object.keys(paths['/shop/hours'] ?? {})).toEqual(['get', 'put']);
    expect(Object.keys(paths['/shop/exceptions'] ?? {})).toEqual(['get', 'post']);
    expect(Object.keys(paths['/shop/settings'] ?? {})).toEqual(['get', 'patch']);
  });
});
