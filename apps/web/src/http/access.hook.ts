import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ApiTokens, Membership, Sessions } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import type { Settings } from '#libs/platform';
import { asShop } from '#libs/tenancy';
import { ACCOUNT_HEADER, accountMark } from './account-mark.js';
import { readCookie } from './cookies.js';
import type { ShopFinder } from './host.hook.js';
import { BadTokenError, ForbiddenError, NoShopChosenError, NotSignedInError, ProofNeededError } from './http.errors.js';
import type { PolicyName } from './policy.js';
import type { Request } from './site-request.js';
import { isOfTerritory } from './territory-roles.js';

export const SESSION_COOKIE = 'session';

export interface Doorkeepers {
  sessions: Sessions;
  tokens: ApiTokens;
  shops: ShopFinder;
  settings: Settings;
}

/**
 * Checks each route's policy before its body is read, then runs the rest of the request as the shop it acts for. The shop
 * is entered after the body was read: what a socket emits does not remember for whom it was read.
 */
export function keepDoors(instance: FastifyInstance, keepers: Doorkeepers): void {
  instance.addHook('onRequest', async (request, reply) => {
    await findActor(request, keepers);
    const { host, session } = request.site;
    if (host.kind === 'gestion' && session) reply.header(ACCOUNT_HEADER, accountMark(session, keepers.settings));
    if (request.is404) return;
    const { policy, shopParam } = request.routeOptions.config;
    await CHECKS[policy!](request, keepers);
    if (shopParam) await actAsNamed(request, shopParam, keepers.shops);
  });
  instance.addHook('preValidation', (request, _reply, done) => {
    const { actingShopId } = request.site;
    if (actingShopId === null) done();
    else asShop(actingShopId, done);
  });
}

async function findActor(request: Request, { sessions, tokens }: Doorkeepers): Promise<void> {
  const { site } = request;
  if (site.isApi) {
    const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined) return;
    const token = await tokens.find(bearer);
    if (!token) throw new BadTokenError();
    site.session = { id: token.id, shopId: token.shopId, proof: 'given', assists: [], actor: token.actor };
  } else if (site.host.kind === 'gestion') {
    const value = readCookie(request, SESSION_COOKIE);
    site.session = value === null ? null : await sessions.find(value);
  }
  site.actor = site.session?.actor ?? null;
}

const AGENTS: Membership['role'][] = ['initiative_agent', 'region_admin'];
/** What is asked by them changes nothing. */
const READING = new Set(['GET', 'HEAD']);

type Check = (request: Request, keepers: Doorkeepers) => void | Promise<void>;

const CHECKS: Record<PolicyName, Check> = {
  public: () => undefined,
  customer_link: () => undefined,
  signed_in: (request) => void membershipsOf(request),
  proved: (request, { settings }) => needProof(request, settings),
  shop_member: (request, { settings }) => {
    actForShop(request, ['owner', 'staff', 'assistant']);
    noteAssistance(request, settings);
  },
  shop_team: (request) => actForShop(request, ['owner', 'staff']),
  shop_owner: (request) => actForShop(request, ['owner']),
  initiative_agent: (request, { settings }) => needRole(request, settings, AGENTS),
  help_desk: (request, { settings }) => needRole(request, settings, [...AGENTS, 'support']),
  region_admin: (request, { settings }) => needRole(request, settings, ['region_admin']),
  audit: (request, { settings }) => needRole(request, settings, ['region_admin', 'auditor']),
  api_shop: (request) => actForShop(request, ['owner', 'staff']),
  api_territory: (request, { settings }) => needRole(request, settings, AGENTS),
  api_region: (request, { settings }) => needRole(request, settings, ['region_admin']),
  operator: (request, { settings }) => needOperator(request, settings),
};

function membershipsOf(request: Request): Membership[] {
  if (request.site.actor) return request.site.actor.memberships;
  throw request.site.isApi ? new BadTokenError() : new NotSignedInError();
}

/** An auditor reads whatever people of the territory read. */
function needRole(request: Request, { secondProof }: Settings, roles: Membership['role'][]): void {
  const admitted = READING.has(request.method) ? [...roles, 'auditor'] : roles;
  if (!membershipsOf(request).some(({ role }) => admitted.includes(role))) throw new ForbiddenError();
  if (secondProof && request.site.session?.proof !== 'given') throw new ProofNeededError();
}

/** What opens an account is changed by who has proved to be its owner; merchants have no second proof to give. */
function needProof(request: Request, { secondProof }: Settings): void {
  if (secondProof && isOfTerritory({ memberships: membershipsOf(request) }) && request.site.session?.proof === 'owed')
    throw new ProofNeededError();
}

/** The chosen shop, or the only one there is. Whoever lost the right to the chosen one chooses again. */
function actForShop(request: Request, roles: Membership['role'][]): void {
  const mine = membershipsOf(request).filter(({ shopId }) => shopId !== null);
  const chosen = request.site.session?.shopId ?? null;
  const shopIds = new Set(mine.map(({ shopId }) => shopId!));
  const shopId = chosen !== null && shopIds.has(chosen) ? chosen : shopIds.size === 1 ? [...shopIds][0]! : null;
  if (request.site.isApi && chosen !== null && shopId !== chosen) throw new ForbiddenError();
  const isAgent = request.site.actor !== null && isOfTerritory(request.site.actor);
  if (shopIds.size === 0 && (request.site.isApi || !isAgent)) throw new ForbiddenError();
  if (shopId === null) throw new NoShopChosenError();
  if (!mine.some((membership) => membership.shopId === shopId && roles.includes(membership.role))) {
    throw new ForbiddenError();
  }
  request.site.actingShopId = shopId;
}

/** Somebody who is no member acts with the shop's consent: the rest of the request knows of it. */
function noteAssistance(request: Request, { secondProof }: Settings): void {
  const { site } = request;
  const isMember = site.actor?.memberships.some(
    ({ shopId, role }) => shopId === site.actingShopId && role !== 'assistant',
  );
  if (isMember) return;
  if (secondProof && site.session?.proof !== 'given') throw new ProofNeededError();
  site.assistance = site.session?.assists.find(({ shopId }) => shopId === site.actingShopId) ?? null;
}

async function actAsNamed(request: Request, parameter: string, shops: ShopFinder): Promise<void> {
  const slug = (request.params as Record<string, string>)[parameter] ?? '';
  const found = await shops.find(slug);
  if (found?.kind !== 'current') throw new NotFoundError();
  request.site.shop = { shopId: found.shopId, slug };
  request.site.actingShopId = found.shopId;
}

/** The token is derived from the application's secret: `operatorToken(settings)`. */
export const operatorToken = ({ appSecret }: Pick<Settings, 'appSecret'>): string =>
  createHmac('sha256', appSecret).update('operator').digest('base64url');

function needOperator(request: Request, settings: Settings): void {
  const isLoopback = /^(?:127\.|::1$|::ffff:127\.)/.test(request.ip);
  if (isLoopback && request.headers['x-forwarded-for'] === undefined) return;
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${operatorToken(settings)}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new ForbiddenError();
}
