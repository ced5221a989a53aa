import { Inject, Injectable } from '@nestjs/common';
import { Seal, SETTINGS, type Settings } from '#libs/platform';
import { clearCookie, readCookie, setCookie } from '../../http/cookies.js';
import type { Reply, Request } from '../../http/site-request.js';

const COOKIE = 'commandes';
const SECONDS = 400 * 24 * 3600;
const MOST = 40;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/** The links of a browser's orders, in a cookie of the portal alone that only we can read or write; newest first. */
@Injectable()
export class KeptOrders {
  private readonly seal: Seal;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.seal = new Seal('kept orders', settings);
  }

  read(request: Request): string[] {
    return this.open(readCookie(request, COOKIE) ?? '');
  }

  add(request: Request, reply: Reply, token: string): void {
    const others = this.read(request).filter((kept) => kept !== token);
    const sealed = this.seal.close([token, ...others].slice(0, MOST).join('.'));
    setCookie(reply, COOKIE, sealed.toString('base64url'), SECONDS);
  }

  clear(reply: Reply): void {
    clearCookie(reply, COOKIE);
  }

  /** Nothing, when somebody else wrote it. */
  private open(text: string): string[] {
    const opened = this.seal.open(Buffer.from(text, 'base64url')) ?? '';
    return opened.split('.').filter((token) => TOKEN.test(token));
  }
}
