import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#libs/platform';
import { clearCookie, readCookie, setCookie } from '../../http/cookies.js';
import type { Reply, Request } from '../../http/site-request.js';

const COOKIE = 'commandes';
const SECONDS = 400 * 24 * 3600;
const MOST = 40;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;
const CIPHER = 'aes-256-gcm';

/** The links of a browser's orders, in a cookie of the portal alone that only we can read or write; newest first. */
@Injectable()
export class KeptOrders {
  private readonly key: Buffer;

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.key = createHash('sha256').update(`kept orders:${settings.appSecret}`).digest();
  }

  read(request: Request): string[] {
    return this.open(readCookie(request, COOKIE) ?? '');
  }

  add(request: Request, reply: Reply, token: string): void {
    const others = this.read(request).filter((kept) => kept !== token);
    setCookie(reply, COOKIE, this.seal([token, ...others].slice(0, MOST)), SECONDS);
  }

  clear(reply: Reply): void {
    clearCookie(reply, COOKIE);
  }

  private seal(tokens: string[]): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv(CIPHER, this.key, nonce);
    const sealed = Buffer.concat([cipher.update(tokens.join('.'), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Nothing, when somebody else wrote it. */
  private open(text: string): string[] {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length < 29) return [];
    try {
      const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const opened = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      return opened.split('.').filter((token) => TOKEN.test(token));
    } catch {
      return [];
    }
  }
}
