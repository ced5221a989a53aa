import { FeedSyncer } from '#libs/federation';
import { Initiatives } from '#libs/imports';
import { Clock, newId } from '#libs/kernel';
import { type ApiCaller, apiCaller } from '../../../../../test/support/api-caller.js';
import { FeedSite } from '../../../../../test/support/feed-site.js';
import { agentOf, ofRegion, type Visitor, visitor } from '../../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const PATH = '/territoire/flux';
const HEAD = 'id;nom;adresse;code postal;commune;téléphone';
const lines = (from: number, until: number): string[] =>
  Array.from({ length: until - from }, (_, i) => {
    const n = from + i;
    return `${n};Atelier ${n};${n} rue des Lavandières;37600;Loches;02 47 00 ${String(n).padStart(2, '0')} 11`;
  });

describe('feeds on the pages of agents and for programs', () => {
  let web: TestWeb;
  let site: FeedSite;
  let cci: string;
  let union: string;
  let agent: Visitor;
  let stranger: Visitor;
  let program: ApiCaller;
  let strangers: ApiCaller;

  beforeAll(async () => {
    Clock.freeze('2026-11-23T11:00:00Z');
    site = await FeedSite.open();
    web = await testWeb({ OUTBOUND_ALLOW: `127.0.0.1:${site.port}` });
    const initiatives = web.app.get(Initiatives, { strict: false });
    cci = (await initiatives.save({ slug: 'cci', name: 'CCI', kind: 'chamber' })).initiativeId;
    union = (await initiatives.save({ slug: 'union', name: 'Union', kind: 'union' })).initiativeId;
    agent = await visitor(web, { email: 'agent@example.fr' }, [agentOf(cci)]);
    stranger = await visitor(web, { email: 'autre@example.fr' }, [agentOf(union)]);
    program = await apiCaller(web, { email: 'agent@example.fr', rights: [] });
    strangers = await apiCaller(web, { email: 'autre@example.fr', rights: [] });
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
    await site.close();
  });

  const sync = (feedId: string, options = {}) => web.app.get(FeedSyncer, { strict: false }).sync(feedId, options);
  const serve = (path: string, rows: string[]): string => site.serve(path, [HEAD, ...rows].join('\n'));
  const form = (url: string, more: Record<string, string> = {}) => ({
    initiative: cci,
    kind: 'shops',
    name: 'Annuaire',
    url,
    ...more,
  });
  const added = async (url: string): Promise<string> => {
    const { status, to } = await agent.post(PATH, form(url));
    expect(status).toBe(303);
    return to.split('/').at(-1)!;
  };

  it.each([
    [{ url: 'pas une adresse' }, 'url'],
    [{ kind: 'autre' }, 'kind'],
    [{ commune: 'Paris' }, 'commune'],
    [{ initiative: newId() }, 'initiative'],
  ])('refuse %j at the field and keep what was typed', async (wrong, field) => {
    const refused = await agent.post(PATH, {
      ...form('https://annuaire.example/x.csv'),
      name: 'Mon annuaire',
      ...wrong,
    });
    expect([refused.status, refused.text.includes(`href="#${field}"`), refused.text.includes('Mon annuaire')]).toEqual([
      422,
      true,
      true,
    ]);
  });

  it('are added, read, held when they lose too much, confirmed and withdrawn', async () => {
    const url = serve('/annuaire.csv', lines(1, 11));
    const feedId = await added(url);
    const page = `${PATH}/${feedId}`;
    expect((await agent.get(page)).text).toContain('Pas encore de lecture');
    expect((await agent.post(PATH, form(url))).status).toBe(409);
    await sync(feedId);
    expect((await agent.get(page)).text).toMatch(/10/);
    expect((await agent.get(PATH)).text).toContain('Annuaire');
    serve('/annuaire.csv', lines(1, 4));
    expect((await agent.post(`${page}/lecture`)).status).toBe(303);
    await sync(feedId);
    const held = (await agent.get(page)).text;
    expect(held).toContain('/confirmation');
    expect((await program('GET', `/territory/feeds/${feedId}`)).body).toMatchObject({
      held: { lost: 7, before: 10 },
      items: 10,
    });
    expect((await agent.post(`${page}/confirmation`)).status).toBe(303);
    await sync(feedId, { accepts: true });
    await sync(feedId, { accepts: true });
    expect((await program('GET', `/territory/feeds/${feedId}`)).body).toMatchObject({ held: null, items: 3 });
    expect((await agent.post(`${page}/retrait`)).status).toBe(303);
    expect((await agent.get(page)).status).toBe(404);
  });

  it('say in a sentence why they could not be read', async () => {
    const feedId = await added(site.serve('/casse.csv', 'pas là', { status: 500 }));
    await sync(feedId).catch(() => undefined);
    const { body } = await program('GET', `/territory/feeds/${feedId}`);
    const { problem } = body as { problem: { code: string; detail: string } };
    expect(problem.detail).toMatch(/500/);
    expect((await agent.get(`${PATH}/${feedId}`)).text).toContain(
      problem.detail.replace(/[\u00a0\u202f]/g, ' ').slice(0, 30),
    );
  });

  it('are one initiative’s alone, on each page and route', async () => {
    const feedId = await added(serve('/seul.csv', lines(20, 22)));
    const page = `${PATH}/${feedId}`;
    expect((await stranger.get(PATH)).text).not.toContain('/seul.csv');
    expect((await stranger.get(page)).status).toBe(404);
    for (const deed of ['lecture', 'confirmation', 'retrait'])
      expect([deed, (await stranger.post(`${page}/${deed}`)).status]).toEqual([deed, 404]);
    const path = `/territory/feeds/${feedId}`;
    expect((await strangers('GET', '/territory/feeds')).body).toEqual({ feeds: [] });
    for (const [method, to] of [
      ['GET', path],
      ['POST', `${path}/reading`],
      ['POST', `${path}/confirmation`],
      ['DELETE', path],
    ] as const)
      expect([method, to, (await strangers(method, to)).status]).toEqual([method, to, 404]);
    expect(
      (await strangers('POST', '/territory/feeds', { initiative: 'cci', kind: 'shops', url: 'https://a.example/' }))
        .status,
    ).toBe(422);
    const region = await apiCaller(web, { email: 'region@example.fr', rights: [ofRegion('region_admin')] });
    expect((await region('GET', path)).status).toBe(200);
  });

  it('are added, read and withdrawn by programs, by the names people give the kinds', async () => {
    const url = serve('/programme.csv', lines(30, 34));
    const made = await program('POST', '/territory/feeds', { initiative: 'cci', kind: 'shop-list', url });
    expect(made).toMatchObject({ status: 201, body: { kind: 'shops', initiative: 'cci', items: 0, checkedAt: null } });
    const path = `/territory/feeds/${(made.body as { id: string }).id}`;
    expect((await program('POST', `${path}/reading`)).status).toBe(202);
    await sync(path.split('/').at(-1)!);
    expect((await program('GET', path)).body).toMatchObject({ items: 4, syncs: [{ outcome: 'changed', created: 4 }] });
    const refused = await program('POST', '/territory/feeds', {
      initiative: 'cci',
      kind: 'shops',
      url: 'ftp://a.example/',
    });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'url' }] } });
    expect((await program('DELETE', path)).status).toBe(204);
    expect((await program('GET', path)).status).toBe(404);
  });

  it('propose duplicates side by side, which an agent decides and takes back', async () => {
    const twice = [
      '1;Le Fournil;12 rue Balzac;37600;Loches;02 47 91 00 00',
      '2;Fournil de Loches;3 place du Marché;37600;Loches;02 47 91 00 00',
    ];
    const feedId = await added(serve('/doubles.csv', twice));
    await sync(feedId);
    const list = async () => (await agent.get('/territoire/doublons')).text;
    expect(await list()).toContain('Fournil de Loches');
    const { body } = await program('GET', '/territory/place-matches');
    const [match] = (body as { matches: { id: string; reason: string; decision: string | null }[] }).matches;
    expect(match).toMatchObject({ reason: 'phone', decision: null });
    expect((await agent.post('/territoire/doublons', { matchId: match!.id, decision: 'same' })).status).toBe(303);
    const decided = async () =>
      ((await program('GET', '/territory/place-matches')).body as { matches: { decision: unknown }[] }).matches[0]
        ?.decision;
    expect(await decided()).toBe('same');
    const put = (decision: unknown, as = program) =>
      as('PUT', `/territory/place-matches/${match!.id}/decision`, { decision });
    expect((await put('apart', strangers)).status).toBe(404);
    expect((await stranger.post('/territoire/doublons', { matchId: match!.id, decision: 'apart' })).status).toBe(404);
    expect((await put('peut-être')).status).toBe(422);
    expect((await put(null)).status).toBe(204);
    expect(await decided()).toBeNull();
    expect((await strangers('GET', '/territory/place-matches')).body).toEqual({ matches: [] });
  });
});
