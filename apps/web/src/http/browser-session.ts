import { Injectable } from '@nestjs/common';
import { Memberships, Sessions } from '#libs/accounts';
import { AuditLog, type Deed } from '#libs/audit';
import { Openings } from '#libs/shops';
import { SESSION_COOKIE } from './access.hook.js';
import { clearCookie, readCookie, setCookie } from './cookies.js';
import { deedOf } from './audit.hook.js';
import { ownPath } from './flash.js';
import { TERRITORY_ROLES } from './territory-roles.js';
import type { Reply, Request } from './site-request.js';

const THIRTY_DAYS = 30 * 86_400;

/** The session of a browser: its cookie and its row together. */
@Injectable()
export class BrowserSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly memberships: Memberships,
    private readonly openings: Openings,
    private readonly audit: AuditLog,
  ) {}

  /** Signs in with a new value, whatever the browser had before; in a shop, if one is named. `isProved`: by a passkey. */
  async open(
    request: Request,
    reply: Reply,
    personId: string,
    { shopId = null, isProved = false }: { shopId?: string | null; isProved?: boolean } = {},
  ): Promise<void> {
    await this.tell(request, personId, 'done');
    const value = await this.sessions.open(personId, {
      userAgent: request.headers['user-agent'],
      replaces: readCookie(request, SESSION_COOKIE),
      shopId,
      isProved,
    });
    setCookie(reply, SESSION_COOKIE, value, THIRTY_DAYS);
  }

  /** Chooses a shop; the caller has checked the right to it. */
  async choose(request: Request, reply: Reply, shopId: string): Promise<void> {
    const next = await this.sessions.choose(readCookie(request, SESSION_COOKIE) ?? '', shopId);
    if (next !== null) setCookie(reply, SESSION_COOKIE, next, THIRTY_DAYS);
  }

  /** The person has proved who they are: the session has a new value. */
  async prove(request: Request, reply: Reply, personId: string): Promise<void> {
    await this.tell(request, personId, 'done');
    const next = await this.sessions.prove(readCookie(request, SESSION_COOKIE) ?? '');
    if (next !== null) setCookie(reply, SESSION_COOKIE, next, THIRTY_DAYS);
  }

  /** Sign-ins and proofs of the territory's people are in its audit log; without a row in it they do not happen. */
  async tell(request: Request, personId: string, outcome: Deed['outcome']): Promise<void> {
    const roles = (await this.memberships.ofPerson(personId)).map(({ role }) => role);
    const role = TERRITORY_ROLES.find((each) => roles.includes(each));
    if (role) await this.audit.append(deedOf(request, { personId, role, outcome, subject: {} }));
  }

  async close(request: Request, reply: Reply): Promise<void> {
    const value = readCookie(request, SESSION_COOKIE);
    if (value !== null) await this.sessions.close(value);
    clearCookie(reply, SESSION_COOKIE);
  }

  /** The page that was wanted, else the shop that this person is opening, else where they work. */
  async landing(personId: string, wanted: string): Promise<string> {
    if (wanted && ownPath(wanted) !== '/') return ownPath(wanted);
    if (await this.openings.find(personId)) return '/ouvrir';
    const memberships = await this.memberships.ofPerson(personId);
    if (memberships.length === 0) return '/ouvrir';
    return memberships.some(({ shopId }) => shopId !== null) ? '/' : '/territoire';
  }
}
