import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#libs/platform';
import { clearCookie, readCookie, setCookie } from '../http/cookies.js';
import { packedId, unpackedId } from '../http/packed-id.js';
import type { Reply, Request } from '../http/site-request.js';

/** What a customer is about to order in one shop. Prices and stock are read anew each time. */
export interface BasketItem {
  variantId: string;
  quantity: number;
}

const COOKIE = 'panier';
const SECONDS = 14 * 24 * 3600;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** As many lines as an order takes; the cookie then holds 2,700 characters. */
export const MAX_LINES = 100;
export const MAX_QUANTITY = 99;

/**
 * The basket in a signed cookie of the shop's host: `<16 bytes of id as base64url><quantity>` joined by dots, `~`, and a
 * signature that is worth something in this shop alone.
 */
@Injectable()
export class BasketCookie {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  read(request: Request): BasketItem[] {
    return this.open(request.site.shop!.shopId, readCookie(request, COOKIE) ?? '');
  }

  count(request: Request): number {
    return this.read(request).reduce((sum, item) => sum + item.quantity, 0);
  }

  write(request: Request, reply: Reply, items: BasketItem[]): void {
    if (items.length === 0) return clearCookie(reply, COOKIE);
    setCookie(reply, COOKIE, this.seal(request.site.shop!.shopId, items), SECONDS);
  }

  /** The basket as a text that cannot be altered; also stands in the checkout form, so that what was shown is ordered. */
  seal(shopId: string, items: BasketItem[]): string {
    const body = items.map((item) => packedId(item.variantId) + item.quantity).join('.');
    return `${body}~${this.sign(shopId, body)}`;
  }

  /** Nothing, when somebody else wrote it. */
  open(shopId: string, sealed: string): BasketItem[] {
    const [body = '', signature = ''] = sealed.split('~');
    const wanted = Buffer.from(this.sign(shopId, body));
    const given = Buffer.from(signature);
    if (body === '' || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return [];
    return body
      .split('.')
      .map((part) => ({ variantId: unpackedId(part.slice(0, 22)), quantity: Number(part.slice(22)) }));
  }

  private sign(shopId: string, body: string): string {
    const mac = createHmac('sha256', this.settings.appSecret).update(`basket:${shopId}:${body}`).digest();
    return mac.subarray(0, 16).toString('base64url');
  }
}

/** One more of something, or another quantity of it (0 takes it out). Ids that are none change nothing. */
export function withItem(items: BasketItem[], { variantId, quantity }: BasketItem, how: 'add' | 'set'): BasketItem[] {
  const id = variantId.toLowerCase();
  if (!UUID.test(id)) return items;
  const before = items.find((item) => item.variantId === id)?.quantity ?? 0;
  const wanted = Math.min(MAX_QUANTITY, how === 'add' ? before + quantity : quantity);
  if (wanted <= 0) return items.filter((item) => item.variantId !== id);
  if (before === 0) return items.length < MAX_LINES ? [...items, { variantId: id, quantity: wanted }] : items;
  return items.map((item) => (item.variantId === id ? { ...item, quantity: wanted } : item));
}
