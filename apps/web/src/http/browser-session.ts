import { Injectable } from '@nestjs/common';
import { Memberships, Sessions } from '#libs/accounts';
import { Openings } from '#libs/shops';
import { SESSION_COOKIE } from './access.hook.js';
import { clearCookie, readCookie, setCookie } from './cookies.js';
import { ownPath } from './flash.js';
import type { Reply, Request } from './site-request.js';

const THIRTY_DAYS = 30 * 86_400;

/** The session of a browser: its cookie and its row together. */
@Injectable()
export class BrowserSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly memberships: Memberships,
    private readonly openings: Openings,
  ) {}

  /** Signs in with a new value, whatever the browser had before; in a shop, if one is named. */
  async open(request: Request, reply: Reply, personId: string, shopId: string | null = null): Promise<void> {
    const value = await this.sessions.open(personId, {
      userAgent: request.headers['user-agent'],
      replaces: readCookie(request, SESSION_COOKIE),
      shopId,
    });
    setCookie(reply, SESSION_COOKIE, value, THIRTY_DAYS);
  }

  /** Chooses a shop; the caller has checked the right to it. */
  async choose(request: Request, reply: Reply, shopId: string): Promise<void> {
    const next = await this.sessions.choose(readCookie(request, SESSION_COOKIE) ?? '', shopId);
    if (next !== null) setCookie(reply, SESSION_COOKIE, next, THIRTY_DAYS);
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
