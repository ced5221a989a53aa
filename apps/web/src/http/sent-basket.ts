import type { BasketHandovers, HandedBasket } from '#libs/rounds';
import { clearCookie, readCookie, setCookie } from './cookies.js';
import { packedId, unpackedId } from './packed-id.js';
import type { Reply, Request } from './site-request.js';

const COOKIE = 'panier-parti';
const SECONDS = 24 * 3600;

/** Remembers on the host that a basket leaves which one it was: it stays here until it has arrived over there. */
export function rememberSent(reply: Reply, token: string, { shopId }: Pick<HandedBasket, 'shopId'>): void {
  setCookie(reply, COOKIE, `${token}.${packedId(shopId)}`, SECONDS);
}

/** A basket has come (back) here: what was sent before is over. */
export const forgetSent = (reply: Reply): void => clearCookie(reply, COOKIE);

/** The shop whose basket has arrived elsewhere since it was sent, told once; null when none has. */
export async function arrivedElsewhere(
  request: Request,
  reply: Reply,
  handovers: BasketHandovers,
): Promise<string | null> {
  const cookie = readCookie(request, COOKIE);
  if (cookie === null) return null;
  const [token = '', shop = ''] = cookie.split('.');
  if (!(await handovers.hasArrived(token))) return null;
  clearCookie(reply, COOKIE);
  return unpackedId(shop);
}
