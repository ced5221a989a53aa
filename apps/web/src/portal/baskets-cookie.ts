import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#libs/platform';
import { MOST_LINES, MOST_STOPS, type PricedItem } from '#libs/rounds';
import { clearCookie, readCookie, setCookie } from '../http/cookies.js';
import { packedId, unpackedId } from '../http/packed-id.js';
import type { Reply, Request } from '../http/site-request.js';

/** What a customer is about to order in one of several shops, with the prices that were last shown. */
export interface ShopBasket {
  shopId: string;
  items: PricedItem[];
}

const COOKIE = 'paniers';
const SECONDS = 14 * 24 * 3600;
const MOST_PIECES = 99;

/**
 * The baskets of several shops in a signed cookie of the portal's host: ten shops, a hundred lines, 3,300 characters. Nothing
 * of it is kept on the server, and no shop can read it. `<shop>:<variant><quantity>-<cents>.<...>*<shop>:...~<signature>`.
 */
@Injectable()
export class BasketsCookie {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  read(request: Request): ShopBasket[] {
    return this.open(readCookie(request, COOKIE) ?? '');
  }

  write(reply: Reply, baskets: ShopBasket[]): void {
    const filled = baskets.filter(({ items }) => items.length > 0);
    if (filled.length === 0) return clearCookie(reply, COOKIE);
    setCookie(reply, COOKIE, this.seal(filled), SECONDS);
  }

  /** The baskets as a text that cannot be altered; stands in the checkout form too, so that what was shown is ordered. */
  seal(baskets: ShopBasket[]): string {
    const body = baskets.map(({ shopId, items }) => `${packedId(shopId)}:${items.map(itemText).join('.')}`).join('*');
    return `${body}~${this.sign(body)}`;
  }

  /** Nothing, when somebody else wrote it. */
  open(sealed: string): ShopBasket[] {
    const [body = '', signature = ''] = sealed.split('~');
    const wanted = Buffer.from(this.sign(body));
    const given = Buffer.from(signature);
    if (body === '' || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return [];
    return body.split('*').map((part) => {
      const [shop = '', items = ''] = part.split(':');
      return { shopId: unpackedId(shop), items: items.split('.').map(itemOf) };
    });
  }

  private sign(body: string): string {
    const mac = createHmac('sha256', this.settings.appSecret).update(`baskets:${body}`).digest();
    return mac.subarray(0, 16).toString('base64url');
  }
}

/** The basket of a shop as it is now, in place of what was there. Null: there is no room for it. */
export function withBasket(baskets: ShopBasket[], basket: ShopBasket): ShopBasket[] | null {
  const others = baskets.filter(({ shopId }) => shopId !== basket.shopId);
  const next = baskets.some(({ shopId }) => shopId === basket.shopId)
    ? baskets.map((each) => (each.shopId === basket.shopId ? basket : each))
    : [...others, basket];
  const lines = next.reduce((sum, { items }) => sum + items.length, 0);
  return next.length > MOST_STOPS || lines > MOST_LINES ? null : next;
}

/** Another quantity of something; 0 takes it out, and its shop with its last line. */
export function withQuantity(baskets: ShopBasket[], variantId: string, quantity: number): ShopBasket[] {
  const wanted = Math.min(quantity, MOST_PIECES);
  const changed = baskets.map(({ shopId, items }) => ({
    shopId,
    items: items
      .map((item) => (item.variantId === variantId ? { ...item, quantity: wanted } : item))
      .filter((item) => item.quantity > 0),
  }));
  return changed.filter(({ items }) => items.length > 0);
}

const itemText = ({ variantId, quantity, cents }: PricedItem): string => `${packedId(variantId)}${quantity}-${cents}`;

function itemOf(text: string): PricedItem {
  const [quantity, cents] = text.slice(22).split('-');
  return { variantId: unpackedId(text.slice(0, 22)), quantity: Number(quantity), cents: Number(cents) };
}
