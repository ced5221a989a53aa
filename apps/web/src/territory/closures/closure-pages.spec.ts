import { Clock, newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { type ApiCaller, apiCaller } from '../../../../../test/support/api-caller.js';
import { createShop, TUESDAY_NINE } from '../../../../../test/support/order-shop.js';
import { agentOf, ofRegion, type Visitor, visitor } from '../../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const ORDER = {
  title: 'Arrêté du 30 octobre',
  from: '2026-11-25',
  until: '2026-11-27',
  kind: 'departement',
  departements: '37',
  nafs: '47.76',
  collection: 'door',
  collectFrom: '10:00',
  collectUntil: '12:00',
};
const FOR_PROGRAMS = {
  title: 'Arrêté du 30 octobre',
  from: '2026-11-25',
  until: null,
  territory: { kind: 'departement', codes: ['37'] },
  nafs: ['47.76'],
};

describe('closure orders of the region', () => {
  let web: TestWeb;
  let admin: Visitor;
  let auditor: Visitor;
  let agent: Visitor;
  let program: ApiCaller;
  let agents: ApiCaller;
  let slug: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb();
    const initiativeId = newId();
    await web.tenancy.regionTransaction((tx) =>
      tx.query(`insert into initiative (initiative_id, slug, name, kind) values ($1, 'cci', 'CCI', 'chamber')`, [
        initiativeId,
      ]),
    );
    admin = await visitor(web, { email: 'region@example.fr' }, [ofRegion('region_admin')]);
    auditor = await visitor(web, { email: 'controle@example.fr' }, [ofRegion('auditor')]);
    agent = await visitor(web, { email: 'agent@example.fr' }, [agentOf(initiativeId)]);
    program = await apiCaller(web, { email: 'region@example.fr', rights: [] });
    agents = await apiCaller(web, { email: 'agent@example.fr', rights: [] });
    slug = 'fleurs-martin';
    const florist = await createShop(web, { slug });
    const abroad = await createShop(web, { slug: 'fleurs-du-cher' });
    const baker = await createShop(web, { slug: 'pains' });
    await asShop(florist, () => kept(florist, '47.76Z', '37132'));
    await asShop(abroad, () => kept(abroad, '47.76Z', '18033'));
    await asShop(baker, () => kept(baker, '10.71C', '37132'));
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  const kept = (shopId: string, naf: string, commune: string) =>
    web.tenancy.shopTransaction((tx) =>
      tx.query('update shop set naf = $2, commune_insee = $3 where shop_id = $1', [shopId, naf, commune]),
    );
  /** When each slot of these days begins, as everybody is offered them. */
  const starts = async (): Promise<string[]> => {
    const headers = { host: 'devanture.localhost:8080' };
    const { body } = await web.app.inject({ url: `/api/v1/shops/${slug}/slots?days=4`, headers });
    return (JSON.parse(body) as { slots: { start: string }[] }).slots.map(({ start }) => start.slice(0, 16));
  };

  it('say what they would touch before they are written, on the page that keeps what was typed', async () => {
    const before = await starts();
    const preview = await admin.post('/territoire/arretes', { ...ORDER, step: 'preview' });
    expect(preview.status).toBe(200);
    for (const said of ['1 boutique', 'value="Arrêté du 30 octobre"', 'value="47.76"'])
      expect(preview.text).toContain(said);
    const nobody = await admin.post('/territoire/arretes', { ...ORDER, nafs: '01.1', step: 'preview' });
    expect(nobody.text).toContain('Aucune boutique');
    expect(await starts()).toEqual(before);
  });

  it('are written, shown to customers, and undone without a trace', async () => {
    const before = await starts();
    expect((await admin.post('/territoire/arretes', { ...ORDER, step: 'apply' })).status).toBe(303);
    const list = await admin.get('/territoire/arretes');
    expect(list.text).toContain('Arrêté du 30 octobre');
    const held = (await starts()).filter((start) => start >= '2026-11-25');
    expect(held.length).toBeGreaterThan(0);
    expect(held.filter((start) => !/T1[01]:/.test(start) && start < '2026-11-28')).toEqual([]);
    const shop = await web.app.inject({ url: '/', headers: { host: `${slug}.devanture.localhost:8080` } });
    const said = shop.body.replace(/[\u00a0\u202f]/g, ' ');
    expect(said).toContain(
      'fermée au public du mercredi 25 novembre au vendredi 27 novembre. Vos commandes se retireront à la porte.',
    );
    const undo = /action="(\/territoire\/arretes\/[^"]+\/annulation)"/.exec(list.text)![1]!;
    expect((await admin.post(undo)).status).toBe(303);
    expect(await starts()).toEqual(before);
    expect((await admin.post(undo)).status).toBe(409);
  });

  it.each([
    [{ title: '' }, 'title'],
    [{ until: '2026-11-20' }, 'until'],
    [{ kind: 'commune', communes: 'Paris' }, 'communes'],
    [{ collectFrom: '14:00' }, 'collectUntil'],
  ])('refuse %j at the field, and write nothing', async (wrong, field) => {
    const refused = await admin.post('/territoire/arretes', { ...ORDER, ...wrong, step: 'apply' });
    expect([refused.status, refused.text.includes(`href="#${field}"`)]).toEqual([422, true]);
    expect((await program('GET', '/territory/closure-orders')).body).toMatchObject({
      closureOrders: [{ cancelledAt: expect.any(String) as string }],
    });
  });

  it('are the region admins’: an auditor reads them, an agent does not', async () => {
    expect((await auditor.get('/territoire/arretes')).status).toBe(200);
    expect((await auditor.post('/territoire/arretes', { ...ORDER, step: 'apply' })).status).toBe(403);
    expect((await agent.get('/territoire/arretes')).status).toBe(403);
    expect((await agents('GET', '/territory/closure-orders')).status).toBe(403);
    expect((await agents('POST', '/territory/closure-orders', FOR_PROGRAMS)).status).toBe(403);
    const nobody = await apiCaller(web, null);
    expect((await nobody('GET', '/territory/closure-orders')).status).toBe(401);
  });

  it('are previewed, written, ended and undone by programs', async () => {
    const preview = await program('POST', '/territory/closure-orders/preview', FOR_PROGRAMS);
    expect(preview).toMatchObject({ status: 200, body: { shops: 1, openShops: 1, orders: 0 } });
    const made = await program('POST', '/territory/closure-orders', FOR_PROGRAMS);
    expect(made).toMatchObject({
      status: 201,
      body: { title: FOR_PROGRAMS.title, shops: 1, collects: true, until: null },
    });
    const { closureId } = made.body as { closureId: string };
    const path = `/territory/closure-orders/${closureId}`;
    expect(await program('POST', `${path}/end`, { lastDay: '2026-11-26' })).toMatchObject({
      status: 200,
      body: { until: '2026-11-26' },
    });
    expect(await program('POST', `${path}/end`, { lastDay: 'demain' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'lastDay' }] },
    });
    expect((await program('DELETE', path)).status).toBe(204);
    expect((await program('DELETE', path)).status).toBe(409);
    expect((await program('DELETE', `/territory/closure-orders/${newId()}`)).status).toBe(404);
    const wrong = { ...FOR_PROGRAMS, territory: { kind: 'commune', codes: ['75056'] } };
    expect(await program('POST', '/territory/closure-orders', wrong)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'territory.codes' }] },
    });
  });
});
