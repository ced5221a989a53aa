import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openApiDocument } from '../apps/web/src/http/route-description.js';
import { Clock } from '#libs/kernel';
import {
  type Answer,
  bodiesFor,
  type Body,
  crawl,
  exclusion,
  isAllowed,
  type Crawled,
  hostOf,
  type Message,
  type OpenApi,
  likelySets,
  paramsOf,
  remember,
  send,
  unknownLike,
} from './support/foreign-probe.js';
import { TUESDAY_NINE } from './support/order-shop.js';
import { ID_KINDS, type IdKind } from './support/shop-ids.js';
import { shopDigest } from './support/shop-digest.js';
import { freshMaterial, type ShopsRig, shopsRig, type TestShop } from './support/two-shops.js';
import { type WebRoute, webRoutes } from './support/web-routes.js';
import { testWeb } from './support/web.js';

describe('two shops in one house', () => {
  let rig: ShopsRig;
  let dataDir: string;
  let routes: WebRoute[];
  let martin: TestShop;
  let lucie: TestShop;
  let nadia: TestShop;
  /** What Nadia's routes answered to her own ids, and what Martin's pages say. */
  let known: Crawled;
  let own: Crawled;
  let openApi: OpenApi;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    dataDir = await mkdtemp(path.join(tmpdir(), 'devanture-isolation-'));
    rig = await shopsRig(await testWeb({ DATA_DIR: dataDir }), ['martin', 'lucie', 'nadia']);
    [martin, lucie, nadia] = rig.shops as [TestShop, TestShop, TestShop];
    routes = webRoutes(rig.web.app);
    openApi = openApiDocument('http://devanture.localhost') as OpenApi;
    known = await crawl(rig, nadia, routes);
    own = await crawl(rig, martin, routes, known);
  }, 240_000);

  afterAll(async () => {
    Clock.freeze(null);
    await rig.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const secretsOf = (shop: TestShop, route: WebRoute): string[] =>
    route.audience === '@portal' && route.policy === 'public'
      ? [shop.canaries.secret]
      : [shop.canaries.secret, shop.canaries.open];

  const lines = (found: Iterable<string>): string => [...new Set(found)].sort().join('\n');

  it('knows every route, and every route is one of the server', () => {
    const instance = rig.web.app.getHttpAdapter().getInstance() as unknown as {
      hasRoute(route: { method: string; url: string }): boolean;
    };
    const missing = routes.filter(
      ({ method, audience, path }) => !instance.hasRoute({ method, url: `/${audience}${path === '/' ? '' : path}` }),
    );
    expect(lines(missing.map(({ title }) => title))).toBe('');
    expect(routes.length).toBeGreaterThan(15);
  });

  it('shows each owner what is theirs: the canaries are alive', async () => {
    expect(own.text).toContain(martin.canaries.open);
    expect(own.text).toContain(martin.canaries.secret);
    const closed = routes
      .filter(({ method, params }) => method === 'GET' && params.length > 0)
      .filter((route) => route.params.some((name) => exclusion(route, name) === null))
      .filter(({ audience, policy }) => audience !== '@portal' || policy !== 'public')
      .filter(({ title }) => !own.opened.has(title));
    expect(lines([...known.failed, ...own.failed])).toBe('');
    expect(lines(closed.map(({ title }) => title))).toBe('');
  });

  it('does for the owner what it refuses to others', async () => {
    const silent: string[] = [];
    const unsafe = routes.filter(({ method, params }) => method !== 'GET' && params.length > 0);
    for (const route of unsafe) {
      silent.push(...(await tryAsOwner(route)));
      if (!known.opened.has(route.title)) silent.push(route.title);
    }
    console.log(`${unsafe.length} routes that change something, ${silent.length} of them did nothing for the owner`);
    expect(lines(silent)).toBe('');
  }, 600_000);

  /** Learns the kinds of ids that lead somewhere; answers what failed. */
  async function tryAsOwner(route: WebRoute): Promise<string[]> {
    const ids = { ...nadia.ids, ...(await freshMaterial(rig, nadia)) };
    const failed: string[] = [];
    for (const body of bodiesFor(route, known.forms, openApi, ids)) {
      for (const set of likelySets(route, routes, known)) {
        const { status } = await send(rig, nadia, route, { params: paramsOf(set, ids), body });
        if (status !== 404 && status !== 410) remember(known, route, set);
        if (status >= 500) failed.push(`${route.title}: ${status}`);
      }
    }
    return failed;
  }

  it('answers another shop’s ids as ids that nobody has, on every route, and changes nothing', async () => {
    const before = await shopDigest(rig, lucie);
    const faults: string[] = [];
    const reached = new Map<string, Set<number>>();
    const excluded: string[] = [];
    for (const route of routes) {
      for (const name of route.params) {
        const reason = exclusion(route, name);
        if (reason !== null) excluded.push(`${route.title} ${name}: ${reason}`);
        else await probeParameter(route, name, faults, reached);
      }
    }
    const unreached = [...reached].filter(
      ([, statuses]) => ![...statuses].some((status) => status === 404 || status === 410 || status < 400),
    );
    const share = 1 - unreached.length / Math.max(1, reached.size);
    console.log(
      [
        `${reached.size} parameters of ${routes.length} routes asked; ${(share * 100).toFixed(1)} % reached the search for their id`,
        ...unreached.map(([title, statuses]) => `not reached: ${title} (${[...statuses].join(', ')})`),
        ...excluded.map((line) => `left out: ${line}`),
      ].join('\n'),
    );
    expect(lines(faults)).toBe('');
    expect(await shopDigest(rig, lucie)).toEqual(before);
    expect(share).toBeGreaterThanOrEqual(0.95);
  }, 600_000);

  async function probeParameter(
    route: WebRoute,
    name: string,
    faults: string[],
    reached: Map<string, Set<number>>,
  ): Promise<void> {
    const key = `${route.title} ${name}`;
    const statuses = new Set<number>();
    reached.set(key, statuses);
    const others = otherParams(route, name);
    const kinds = kindsTried(route, name).filter((each) => !isAllowed(route, each));
    for (const body of bodiesFor(route, own.forms, openApi, martin.ids)) {
      for (const kind of kinds) {
        for (const params of others) {
          const to = (id: string): Message => ({ params: { ...params, [name]: id }, body });
          statuses.add(await compare(route, kind, to, faults));
        }
      }
    }
  }

  /** The kinds under which the parameter was seen to answer, and a quarter of the others; all of them in a soak. */
  function kindsTried(route: WebRoute, name: string): IdKind[] {
    if (process.env['ISOLATION'] === 'whole') return [...ID_KINDS];
    const fitting = new Set(likelySets(route, routes, known).map((set) => set[name]));
    const turn = [...route.title].reduce((sum, letter) => sum + letter.charCodeAt(0), name.length);
    return ID_KINDS.filter((kind, at) => fitting.has(kind) || (at + turn) % 4 === 0);
  }

  /** Own ids for the other parameters, of the kinds under which the route was seen to answer. */
  function otherParams(route: WebRoute, name: string): Record<string, string>[] {
    const sets = likelySets(route, routes, known).map((set) => ({ ...paramsOf(set, martin.ids), [name]: '' }));
    return [...new Set(sets.map((set) => JSON.stringify(set)))].map(
      (text) => JSON.parse(text) as Record<string, string>,
    );
  }

  async function compare(
    route: WebRoute,
    kind: IdKind,
    to: (id: string) => Message,
    faults: string[],
  ): Promise<number> {
    const unknown = unknownLike(kind, lucie.ids[kind]);
    const foreign = await send(rig, martin, route, to(lucie.ids[kind]));
    const nobodys = await answerToNobody(route, to, unknown);
    const leak = secretsOf(lucie, route).find((canary) => foreign.plain.toLowerCase().includes(canary.toLowerCase()));
    if (leak) faults.push(`LEAK ${route.title} with ${kind}: shows ${leak} (${foreign.status})`);
    else if (foreign.status !== nobodys.status) {
      faults.push(`TELLS ${route.title} with ${kind}: ${foreign.status}, unknown ${nobodys.status}`);
    } else if (foreign.plain !== nobodys.plain)
      faults.push(`TELLS ${route.title} with ${kind}: ${difference(foreign.plain, nobodys.plain)}`);
    if (foreign.status >= 500 || nobodys.status >= 500)
      faults.push(`FAILS ${route.title} with ${kind}: ${foreign.status}`);
    return nobodys.status;
  }

  const nobodys = new Map<string, Answer>();

  /** One unknown id of a shape answers for all of them where nothing but the id is read. */
  async function answerToNobody(route: WebRoute, to: (id: string) => Message, unknown: string): Promise<Answer> {
    const shape = unknown.replace(/[0-9a-f]/g, '0');
    const key = `${route.title} ${JSON.stringify(to(''))} ${shape}`;
    const answer = nobodys.get(key) ?? (await send(rig, martin, route, to(unknown)));
    if (route.method === 'GET' && shape.startsWith('00000000-')) nobodys.set(key, answer);
    return answer;
  }

  function difference(one: string, other: string): string {
    let at = 0;
    while (at < one.length && one[at] === other[at]) at++;
    return `«${one.slice(Math.max(0, at - 40), at + 60)}» / «${other.slice(Math.max(0, at - 40), at + 60)}»`;
  }

  it('takes no id of another shop out of a form, a body or a query', async () => {
    const before = await shopDigest(rig, lucie);
    const faults: string[] = [];
    let asked = 0;
    for (const route of routes.filter(({ audience }) => audience !== '@any')) {
      const params = paramsOf(likelySets(route, routes, known)[0]!, martin.ids);
      for (const body of bodiesFor(route, own.forms, openApi, martin.ids)) {
        for (const kind of ID_KINDS.filter((each) => names(body, martin.ids[each]) && !isAllowed(route, each))) {
          asked++;
          const to = (id: string): Message => ({ params, body: swapped(body, martin.ids[kind], id) });
          await compare(route, kind, to, faults);
        }
      }
    }
    console.log(`${asked} ids in forms and bodies exchanged`);
    expect(lines(faults)).toBe('');
    expect(await shopDigest(rig, lucie)).toEqual(before);
  }, 600_000);

  it('sells nothing of another shop out of a basket', async () => {
    const add = routes.find(({ title }) => title === 'POST @shop/panier/:variantId')!;
    const pages = routes.filter(
      ({ audience, method, params }) => audience === '@shop' && method === 'GET' && !params.length,
    );
    const [body] = bodiesFor(add, own.forms, openApi, martin.ids);
    const baskets = [lucie.ids.variantId, unknownLike('variantId', lucie.ids.variantId)].map(async (variantId) => {
      const { cookie } = await send(rig, martin, add, { params: { variantId }, body });
      const answers = await Promise.all(
        pages.map((route) => send(rig, martin, route, { params: {}, ...(cookie ? { cookie } : {}) })),
      );
      return answers.map(({ plain }, i) => `${pages[i]!.title} ${plain.replaceAll(variantId, '(id)')}`);
    });
    const [foreign, nobodys] = await Promise.all(baskets);
    expect(foreign).toEqual(nobodys);
    expect(foreign!.join('').includes(lucie.canaries.open)).toBe(false);
    expect(pages.map(({ title }) => title)).toContain('GET @shop/panier');
  });

  const names = (body: Body | null, id: string): boolean => body !== null && String(body.payload).includes(id);

  const swapped = (body: Body | null, id: string, other: string): Body => ({
    type: body!.type,
    payload: String(body!.payload).replaceAll(id, other),
  });

  it('lets nobody in without a session, a token or a link', async () => {
    const faults: string[] = [];
    const guarded = routes.filter(({ policy }) => !['public', 'customer_link', 'operator'].includes(policy));
    for (const route of guarded) {
      const params = Object.fromEntries(route.params.map((name) => [name, martin.ids.orderId]));
      const { status } = await send(rig, martin, route, { params, body: null }, { credentials: 'none' });
      const allowed = route.audience === '@gestion' && route.method === 'GET' ? [303] : [401, 403, 404];
      if (!allowed.includes(status)) faults.push(`${route.title}: ${status}`);
    }
    expect(lines(faults)).toBe('');
    expect(guarded.length).toBeGreaterThan(5);
  }, 120_000);

  it('refuses every form that a neighbouring shop’s page sends', async () => {
    const faults: string[] = [];
    const unsafe = routes.filter(({ method }) => method !== 'GET');
    for (const route of unsafe.filter(({ policy }) => !policy.startsWith('api_'))) {
      const params = Object.fromEntries(route.params.map((name) => [name, martin.ids.orderId]));
      const origin = `http://${hostOf(rig, lucie, { audience: '@shop' })}`;
      const { status } = await send(rig, martin, route, { params, body: null }, { origin });
      if (status !== 403) faults.push(`${route.title}: ${status}`);
    }
    expect(lines(faults)).toBe('');
  }, 120_000);

  it('shows an agent nothing of another initiative', async () => {
    const faults: string[] = [];
    const territory = routes.filter(({ policy }) => policy === 'initiative_agent' || policy === 'api_territory');
    for (const route of territory.filter(({ method, params }) => method === 'GET' && params.length === 0)) {
      const { body, status } = await send(rig, martin, route, { params: {} });
      if (body.includes(lucie.canaries.secret) || body.includes(lucie.ids.merchantImportId)) faults.push(route.title);
      if (status >= 500) faults.push(`${route.title}: ${status}`);
    }
    expect(lines(faults)).toBe('');
  }, 120_000);
});
