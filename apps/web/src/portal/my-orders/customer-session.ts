import { Injectable } from '@nestjs/common';
import { CustomerLinks, NotProvenError } from '#libs/customers';
import { clearCookie, readCookie, setCookie } from '../../http/cookies.js';
import type { Reply, Request } from '../../http/site-request.js';

const COOKIE = 'client';
const SECONDS = 30 * 24 * 3600;

/** Whose address this browser has proven, on the portal alone. */
@Injectable()
export class CustomerSession {
  constructor(private readonly links: CustomerLinks) {}

  async email(request: Request): Promise<string | null> {
    const value = readCookie(request, COOKIE);
    return value === null ? null : this.links.emailOf(value);
  }

  /** @throws NotProvenError */
  async needEmail(request: Request): Promise<string> {
    const email = await this.email(request);
    if (email === null) throw new NotProvenError();
    return email;
  }

  async open(request: Request, reply: Reply, token: string): Promise<void> {
    setCookie(reply, COOKIE, await this.links.consume(token, request.ip), SECONDS);
  }

  async close(request: Request, reply: Reply): Promise<void> {
    const value = readCookie(request, COOKIE);
    if (value !== null) await this.links.close(value);
    clearCookie(reply, COOKIE);
  }
}
