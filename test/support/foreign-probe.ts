import { randomBytes, randomInt } from 'node:crypto';
import { newId } from '#libs/kernel';
import { FIRST_SLOT } from './order-shop.js';
import { formsOf, type PageForm, sampleOf } from './page-forms.js';
import { accountsOf, ID_KINDS, type IdKind, type Ids, type ShopsRig, type TestShop } from './two-shops.js';
import { pathOf, type WebRoute } from './web-routes.js';

/** What is sent to a route. `payload` null: no body. */
export interface Message {
  params: Record<string, string>;
  query?: string;
  body?: Body | null;
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
}

export type Credentials = 'none' | 'own';

const AS_AGENT = new Set(['initiative_agent', 'region_admin', 'api_territory']);
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
  await rig.admin.query('delete from attempt');
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
      ...(credentials === 'own' ? await credentialsOf(rig, shop, route) : {}),
    },
    ...(body ? { payload: body.payload } : {}),
  });
  return { status: reply.statusCode, body: reply.body, plain: plainAnswer(reply, message) };
}

interface Reply {
  statusCode: number;
  headers: Record<string, unknown>;
  body: string;
}

function plainAnswer(reply: Reply, { params, query = '', body }: Message): string {
  const headers = Object.entries(reply.headers).filter(([name]) => !PASSING.has(name));
  const whole = JSON.stringify([reply.statusCode, headers.sort(), reply.body]);
  const requestId = String(reply.headers['x-request-id'] ?? 'none');
  const sent = [...Object.values(params), ...new URLSearchParams(query).values(), ...valuesOf(body)];
  const hidden = sent.filter((value) => value.length > 3).sort((a, b) => b.length - a.length);
  return hidden
    .flatMap((value) => [value, encodeURIComponent(value), encodeURIComponent(encodeURIComponent(value))])
    .reduce((text, value) => text.replaceAll(value, '(id)'), whole.replaceAll(requestId, '(request)'));
}

const valuesOf = (body: Body | null | undefined): string[] =>
  body?.type === 'application/x-www-form-urlencoded' ? [...new URLSearchParams(String(body.payload)).values()] : [];

async function credentialsOf(rig: ShopsRig, shop: TestShop, route: WebRoute): Promise<Record<string, string>> {
  const { sessions, tokens } = accountsOf(rig.web.app);
  const isAgent = AS_AGENT.has(route.policy);
  const personId = isAgent ? shop.agentId : shop.personId;
  if (route.audience === '@gestion') return { cookie: `__Host-session=${await sessions.open(personId)}` };
  if (!route.policy.startsWith('api_')) return {};
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
  if (kind === 'email') return `owner-${newId()}@example.fr`;
  if (/^[0-9a-f]{64}$/.test(id)) return randomBytes(32).toString('hex');
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return newId();
  if (kind === 'orderToken') return randomBytes(16).toString('base64url');
  if (kind === 'pickupCode' || kind === 'orderNumber')
    return id.replace(/[0-9A-Z]/g, () => 'ABCDEFGHJKMNPQRST'[randomInt(17)]!);
  return id.replace(/[a-z0-9](?!$)/g, (_, at: number) => (at === 0 ? 'q' : 'bcdfghjkmnpqrstvwz'[randomInt(18)]!));
}

/** Combinations of the shop's own ids under which the route may be asked; the first parameter varies slowest. */
export function ownParams(route: WebRoute, ids: Ids): Record<string, string>[] {
  return route.params.reduce<Record<string, string>[]>(
    (sets, name) => sets.flatMap((set) => kindsFor(route, name).map((kind) => ({ ...set, [name]: ids[kind] }))),
    [{}],
  );
}

const kindsFor = (route: WebRoute, name: string): readonly IdKind[] =>
  name === route.shopParam ? ['slug'] : name === '*' ? ['mediaKey'] : ID_KINDS;

/** The page that a form stands on says what the route wants; for the API its description does. */
export function bodiesFor(route: WebRoute, forms: PageForm[], openApi: OpenApi, ids: Ids): (Body | null)[] {
  if (route.method === 'GET') return [null];
  const own = forms.filter((form) => form.method === route.method && matches(route, form.action)).map(formBody);
  const schema =
    openApi.paths[apiPath(route)]?.[route.method.toLowerCase()]?.requestBody?.content['application/json'].schema;
  const known = { ...ids, slotId: FIRST_SLOT, code: ids.pickupCode, idempotencyKey: newId() };
  if (schema) own.push({ type: 'application/json', payload: JSON.stringify(sampleOf(schema, known)) });
  if (own.length > 0) return own;
  return [route.path.startsWith('/api/') ? null : { type: 'application/x-www-form-urlencoded', payload: '' }];
}

export interface OpenApi {
  paths: Record<string, Record<string, { requestBody?: { content: { 'application/json': { schema: object } } } }>>;
}

const apiPath = ({ path }: WebRoute): string => path.replace(/^\/api\/v1/, '').replace(/:(\w+)/g, '{$1}');

export function matches({ path }: WebRoute, url: string): boolean {
  const pattern = path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+]/g, '\\$&')));
  return new RegExp(`^${pattern.join('/')}$`).test(url.split('?')[0]!);
}

function formBody({ isMultipart, fields, files }: PageForm): Body {
  if (!isMultipart)
    return { type: 'application/x-www-form-urlencoded', payload: new URLSearchParams(fields).toString() };
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
  /** Titles of the reading routes that answered 200 to one of the shop's own ids, with all such ids. */
  opened: Map<string, Record<string, string>[]>;
  /** Everything that these pages said. */
  text: string;
}

/** Reads every page that the shop's owner can read with the shop's own ids. */
export async function crawl(rig: ShopsRig, shop: TestShop, routes: WebRoute[]): Promise<Crawled> {
  const crawled: Crawled = { forms: [], opened: new Map(), text: '' };
  for (const route of routes.filter(({ method, audience }) => method === 'GET' && audience !== '@any')) {
    for (const params of ownParams(route, shop.ids)) {
      const answer = await send(rig, shop, route, { params });
      if (answer.status !== 200) continue;
      crawled.opened.set(route.title, [...(crawled.opened.get(route.title) ?? []), params]);
      crawled.forms.push(...formsOf(answer.body, pathOf(route, params)));
      if (route.audience !== '@portal' || route.policy !== 'public') crawled.text += answer.body;
    }
  }
  return crawled;
}
