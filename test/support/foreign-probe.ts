import { randomBytes, randomInt } from 'node:crypto';
import { newId } from '#libs/kernel';
import { FIRST_SLOT } from './order-shop.js';
import { formsOf, type PageForm, sampleOf } from './page-forms.js';
import { ID_KINDS, type IdKind, type Ids } from './shop-ids.js';
import { accountsOf, type ShopsRig, type TestShop } from './two-shops.js';
import { pathOf, type WebRoute } from './web-routes.js';

/** What is sent to a route. `payload` null: no body. */
export interface Message {
  params: Record<string, string>;
  query?: string;
  body?: Body | null;
  cookie?: string;
}

export interface Body {
  type: string;
  payload: string | Buffer;
}

export interface Answer {
  status: number;
  body: string;
  /** Status, headers and body without what differs from one request to the next. */
  plain: string;
  /** The first cookie that was set. */
  cookie: string | null;
}

export type Credentials = 'none' | 'own';

const FORM = 'application/x-www-form-urlencoded';
/** A new session, and the basket that holds the id that was sent. */
const SESSION = /__Host-(?:session|panier|client)=[\w~-]{20,}/g;
const AS_AGENT = new Set(['initiative_agent', 'help_desk', 'region_admin', 'api_territory', 'api_region']);
const PASSING = new Set(['date', 'x-request-id', 'connection', 'keep-alive', 'content-length', 'etag']);
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

export const hostOf = (rig: ShopsRig, shop: TestShop, { audience }: Pick<WebRoute, 'audience'>): string => {
  const base = rig.web.settings.baseDomain;
  return audience === '@shop' ? `${shop.slug}.${base}` : audience === '@gestion' ? `gestion.${base}` : base;
};

/** Sends one request as the shop's owner (or its initiative's agent, where the route is theirs), or as nobody. */
export async function send(
  rig: ShopsRig,
  shop: TestShop,
  route: WebRoute,
  message: Message,
  { credentials = 'own', origin }: { credentials?: Credentials; origin?: string } = {},
): Promise<Answer> {
  if (route.method !== 'GET' || route.policy === 'customer_link') await rig.admin.query('delete from attempt');
  const host = hostOf(rig, shop, route);
  const { body = null, query } = message;
  const reply = await rig.web.app.inject({
    method: route.method,
    url: pathOf(route, message.params) + (query ? `?${query}` : ''),
    remoteAddress: `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`,
    headers: {
      host,
      ...(route.method === 'GET' ? {} : { origin: origin ?? `http://${host}` }),
      ...(route.title.startsWith('POST @portal/api') ? { 'idempotency-key': newId() } : {}),
      ...(body ? { 'content-type': body.type } : {}),
      ...(message.cookie ? { cookie: message.cookie } : {}),
      ...(credentials === 'own' ? await credentialsOf(rig, shop, route) : {}),
    },
    ...(body ? { payload: body.payload } : {}),
  });
  const cookie = [reply.headers['set-cookie']].flat()[0]?.split(';')[0] ?? null;
  return { status: reply.statusCode, body: reply.body, plain: plainAnswer(reply, message), cookie };
}

interface Reply {
  statusCode: number;
  headers: Record<string, string | string[] | number | undefined>;
  body: string;
}

function plainAnswer(reply: Reply, { params, query = '', body }: Message): string {
  const headers = Object.entries(reply.headers).filter(([name]) => !PASSING.has(name));
  const whole = JSON.stringify([reply.statusCode, headers.toSorted(([a], [b]) => a.localeCompare(b)), reply.body]);
  const requestId = `${[reply.headers['x-request-id'] ?? 'none'].flat()[0]}`;
  const sent = [...Object.values(params), ...new URLSearchParams(query).values(), ...valuesOf(body)];
  const hidden = sent.filter((value) => value.length > 3).sort((a, b) => b.length - a.length);
  return hidden
    .flatMap((value) => [value, encodeURIComponent(value), encodeURIComponent(encodeURIComponent(value))])
    .reduce(
      (text, value) => text.replaceAll(value, '(id)'),
      whole.replaceAll(requestId, '(request)').replace(SESSION, '(session)').replace(CHALLENGE, '(once)'),
    );
}

/** What a passkey's options say once. */
const CHALLENGE = /(?<=\\"(?:ticket|challenge)\\":\\")[\w-]{43}/g;

const valuesOf = (body: Body | null | undefined): string[] =>
  body?.type === FORM ? [...new URLSearchParams(String(body.payload)).values()] : [];

const credentials = new WeakMap<TestShop, Map<string, Record<string, string>>>();

/** A session or a token, opened anew after each request that may have ended it. */
async function credentialsOf(rig: ShopsRig, shop: TestShop, route: WebRoute): Promise<Record<string, string>> {
  const isAgent = AS_AGENT.has(route.policy);
  const isBearer = route.audience !== '@gestion';
  if (isBearer && !route.policy.startsWith('api_')) return {};
  const known = credentials.get(shop) ?? new Map<string, Record<string, string>>();
  credentials.set(shop, known);
  const key = `${isAgent} ${isBearer}`;
  const headers = known.get(key) ?? (await openCredentials(rig, shop, { isAgent, isBearer }));
  if (route.method === 'GET') known.set(key, headers);
  else known.delete(key);
  return headers;
}

async function openCredentials(
  rig: ShopsRig,
  shop: TestShop,
  { isAgent, isBearer }: { isAgent: boolean; isBearer: boolean },
): Promise<Record<string, string>> {
  const { sessions, tokens } = accountsOf(rig.web.app);
  const personId = isAgent ? shop.agentId : shop.personId;
  if (!isBearer) return { cookie: `__Host-session=${await sessions.open(personId, { isProved: isAgent })}` };
  const token = await tokens.create(personId, { label: 'probe', shopId: isAgent ? null : shop.shopId });
  return { authorization: `Bearer ${token}` };
}

/** An id of the same shape that nobody has. */
export function unknownLike(kind: IdKind, id: string): string {
  if (kind === 'mediaKey')
    return id
      .split('/')
      .map((part) => (part.length === 36 ? newId() : part))
      .join('/');
  if (kind === 'exceptionDay') return `2031-0${randomInt(1, 9)}-1${randomInt(0, 9)}`;
  if (kind === 'email') return `patronne-${newId().slice(-6)}@example.fr`;
  if (/^[0-9a-f]{64}$/.test(id)) return randomBytes(32).toString('hex');
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return newId();
  if (kind === 'signInToken' || kind === 'invitationToken' || kind === 'passkeyId')
    return randomBytes(32).toString('base64url');
  if (kind === 'orderToken' || kind === 'roundToken' || kind.endsWith('BasketToken'))
    return randomBytes(16).toString('base64url');
  if (kind === 'pickupCode' || kind === 'orderNumber')
    return id.replace(/[0-9A-Z]/g, () => 'ABCDEFGHJKMNPQRST'[randomInt(17)]!);
  return id.replace(/[a-z0-9](?!$)/g, (_, at: number) => (at === 0 ? 'q' : 'bcdfghjkmnpqrstvwz'[randomInt(18)]!));
}

/** Which kind of id each parameter of a route is. */
export type KindSet = Record<string, IdKind>;

/** Every combination of kinds for the route's parameters; those in `known` are settled. */
export function kindSets(route: WebRoute, known: KindSet = {}): KindSet[] {
  return route.params.reduce<KindSet[]>(
    (sets, name) => sets.flatMap((set) => kindsFor(route, name, known).map((kind) => ({ ...set, [name]: kind }))),
    [{}],
  );
}

function kindsFor(route: WebRoute, name: string, known: KindSet): readonly IdKind[] {
  if (name === route.shopParam) return ['slug'];
  if (name === '*') return ['mediaKey'];
  return known[name] ? [known[name]] : ID_KINDS;
}

/** Parameters by kind, with a shop's ids. */
export const paramsOf = (set: KindSet, ids: Ids): Record<string, string> =>
  Object.fromEntries(Object.entries(set).map(([name, kind]) => [name, ids[kind]]));

/** The page that a form stands on says what the route wants; for the API its description does. */
export function bodiesFor(route: WebRoute, forms: PageForm[], openApi: OpenApi, ids: Ids): (Body | null)[] {
  if (route.method === 'GET') return [null];
  const known = { ...ids, slotId: FIRST_SLOT, code: ids.pickupCode, email: 'someone@example.fr' };
  const operation = openApi.paths[apiPath(route)]?.[route.method.toLowerCase()];
  const schema = operation?.requestBody?.content['application/json'].schema;
  if (schema) return [{ type: 'application/json', payload: JSON.stringify(sampleOf(schema, known)) }];
  if (route.path.startsWith('/api/')) return [null];
  const own = forms.filter((form) => form.method === route.method && matches(route, form.action));
  const distinct = new Map(own.map((form) => [form.fields.map(([name]) => name).join(), formBody(filled(form, ids))]));
  const plain = new URLSearchParams({ quantity: '1', code: ids.pickupCode, reason: 'other', sentence: 'Fermé' });
  return distinct.size > 0 ? [...distinct.values()] : [{ type: FORM, payload: plain.toString() }];
}

const filled = (form: PageForm, ids: Ids): PageForm => ({
  ...form,
  fields: form.fields.map(([name, value]) => [name, name === 'code' ? ids.pickupCode : value]),
});

export interface OpenApi {
  paths: Record<string, Record<string, { requestBody?: { content: { 'application/json': { schema: object } } } }>>;
}

const apiPath = ({ path }: WebRoute): string => path.replace(/^\/api\/v1/, '').replace(/:(\w+)/g, '{$1}');

export function matches({ path }: WebRoute, url: string): boolean {
  const pattern = path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+]/g, '\\$&')));
  return new RegExp(`^${pattern.join('/')}$`).test(url.split('?')[0]!);
}

function formBody({ isMultipart, fields, files }: PageForm): Body {
  if (!isMultipart) return { type: FORM, payload: new URLSearchParams(fields).toString() };
  const line = '----form';
  const part = (head: string, value: string | Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`--${line}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]);
  const text = fields.map(([name, value]) => part(`name="${name}"`, value));
  const sent = files.map((name) => part(`name="${name}"; filename="a.png"`, PNG));
  const payload = Buffer.concat([...text, ...sent, Buffer.from(`--${line}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${line}`, payload };
}

export interface Crawled {
  forms: PageForm[];
  /** Titles of the routes that answered to ids of the shop itself, with the kinds of these ids. */
  opened: Map<string, KindSet[]>;
  /** Everything that the shop's own pages said. */
  text: string;
  /** Routes that answered 500. */
  failed: Set<string>;
}

/** Reads every page that the shop's owner can read with the shop's own ids; `like` another owner did, where that is known. */
export async function crawl(rig: ShopsRig, shop: TestShop, routes: WebRoute[], like?: Crawled): Promise<Crawled> {
  const crawled: Crawled = { forms: [], opened: new Map(), text: '', failed: new Set() };
  for (const route of routes.filter(({ method, audience }) => method === 'GET' && audience !== '@any')) {
    for (const set of like ? (like.opened.get(route.title) ?? []) : kindSets(route)) {
      const params = paramsOf(set, shop.ids);
      const answer = await send(rig, shop, route, { params });
      if (answer.status >= 500) crawled.failed.add(route.title);
      if (answer.status !== 200 && answer.status !== 303 && answer.status !== 409) continue;
      remember(crawled, route, set);
      crawled.forms.push(...formsOf(answer.body, pathOf(route, params)));
      if (route.audience !== '@portal' || route.policy !== 'public') crawled.text += answer.body;
    }
  }
  return crawled;
}

export function remember({ opened }: Crawled, { title }: WebRoute, set: KindSet): void {
  opened.set(title, [...(opened.get(title) ?? []), set]);
}

/** What `/produits/:id/photos/:photo` may take: the `:id` that `/produits/:id` took, and any `:photo`. */
export function likelySets(route: WebRoute, routes: WebRoute[], { opened }: Crawled): KindSet[] {
  const seen = opened.get(route.title);
  if (seen) return seen;
  const parents = routes.filter(
    ({ title, audience, path, params }) =>
      audience === route.audience && params.length > 0 && route.path.startsWith(path) && opened.has(title),
  );
  const known = parents.flatMap(({ title }) => opened.get(title)!);
  return known.length > 0 ? known.flatMap((set) => kindSets(route, set)) : kindSets(route);
}

/** Ids that anybody may read on public pages of the portal. */
const PUBLIC_IDS = new Set<IdKind>(['shopId', 'slug', 'productId', 'handle', 'variantId', 'photoId', 'mediaKey']);
const REGION_IDS = new Set<IdKind>(['initiativeId', 'initiativeSlug']);

/** Why a parameter is no id of a tenant: it chooses among what everybody may see, or is itself the right. */
export function exclusion(route: WebRoute, name: string): string | null {
  if (name === route.shopParam) return 'names a public shop, as a host name does';
  if (route.audience === '@any') return 'a file of the program';
  if (route.policy === 'region_admin') return 'the region governs every shop; role-routes.csv says who is let in';
  return null;
}

/** Kinds of ids that lead to another shop's things by design. */
export function isAllowed(route: WebRoute, kind: IdKind): boolean {
  if (route.policy === 'public' && ['signInToken', 'invitationToken', 'customerLink', 'reportLink'].includes(kind))
    return true;
  if (route.policy === 'customer_link' && route.audience === '@portal')
    return kind === 'orderToken' || kind === 'roundToken';
  if (route.audience === '@portal' && route.policy === 'public' && route.shopParam === null) {
    if (kind === 'portalBasketToken') return true;
    return PUBLIC_IDS.has(kind) || REGION_IDS.has(kind);
  }
  return false;
}
