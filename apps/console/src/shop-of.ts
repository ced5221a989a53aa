import type { INestApplicationContext } from '@nestjs/common';
import { ShopDirectory } from '#libs/shops';
import { RefusedError } from './refused-error.js';

/** The shop of this address, a former one included. @throws RefusedError */
export async function shopOf(app: INestApplicationContext, slug: string): Promise<{ shopId: string; slug: string }> {
  const shop = await app.get(ShopDirectory, { strict: false }).resolve(slug);
  if (!shop) throw new RefusedError(`No shop has the address ${slug}.`);
  return shop;
}
