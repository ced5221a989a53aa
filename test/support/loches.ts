import type { INestApplicationContext } from '@nestjs/common';
import { Tenancy, asShop } from '#libs/tenancy';
import { createShop, createVariant } from './order-shop.js';

export interface LochesShop {
  slug: string;
  name: string;
  shopId: string;
  variantId: string;
}

/** Invented shops at invented places, a few streets apart. */
const SHOPS = [
  { slug: 'fleurs-martin', name: 'Fleurs Martin', product: 'Bouquet de roses', lat: 47.1289, lon: 0.9953 },
  { slug: 'jouets-lucie', name: 'Jouets Lucie', product: 'Toupie en bois', lat: 47.1265, lon: 0.9991 },
  { slug: 'bijoux-nadia', name: 'Bijoux Nadia', product: 'Bracelet tressé', lat: 47.1312, lon: 1.0008 },
];

/** Three shops of Loches, open and with one product each, without pictures: quick to make. */
export async function lochesShops(app: INestApplicationContext, suffix = ''): Promise<LochesShop[]> {
  const tenancy = app.get(Tenancy, { strict: false });
  const made: LochesShop[] = [];
  for (const { slug: base, name, product, lat, lon } of SHOPS) {
    const slug = `${base}${suffix}`;
    const shopId = await createShop({ tenancy }, { slug, slotCapacity: 50 });
    const variantId = await createVariant({ tenancy }, shopId, { name: product, onHand: 20 });
    await asShop(shopId, () =>
      tenancy.shopTransaction((tx) =>
        tx.query('update shop set name = $2, lat = $3, lon = $4 where shop_id = $1', [shopId, name, lat, lon]),
      ),
    );
    made.push({ slug, name, shopId, variantId });
  }
  return made;
}
