import { Memberships, People, Sessions } from '#libs/accounts';
import type { BrowserContext } from 'playwright-core';
import { newId } from '#libs/kernel';
import type { LiveSite } from './live-site.js';
import { createShop } from './order-shop.js';
import { Tenancy } from '#libs/tenancy';

/** An open shop with an owner of its own. */
export interface MerchantShop {
  shopId: string;
  /** Signs the browser in. */
  enter(context: BrowserContext): Promise<void>;
}

export async function merchantShop(site: LiveSite): Promise<MerchantShop> {
  const service = <T>(type: new (...args: never[]) => T): T => site.app.get(type, { strict: false });
  const shopId = await createShop({ tenancy: service(Tenancy) });
  const person = await service(People).ensure({ email: `${newId()}@example.fr` });
  await service(Memberships).grant(person.personId, { role: 'owner', shopId, initiativeId: null });
  const value = await service(Sessions).open(person.personId);
  const url = `https://${new URL(site.url('gestion')).hostname}`;
  return {
    shopId,
    enter: (context) =>
      context.addCookies([{ name: '__Host-session', value, url, secure: true, httpOnly: true, sameSite: 'Lax' }]),
  };
}
