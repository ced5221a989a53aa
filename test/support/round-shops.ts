import { newId } from '#libs/kernel';
import { BasketHandovers, type RoundInput, Rounds, RoundsModule } from '#libs/rounds';
import { asShop } from '#libs/tenancy';
import { FIRST_SLOT, type OrderRig, orderRig } from './order-shop.js';
import type { Ids } from './shop-ids.js';

export type RoundRig = OrderRig;

/** A database with rounds on top of orders. */
export const roundRig = (env: Record<string, string> = {}): Promise<RoundRig> => orderRig(env, [RoundsModule]);

/** Where a shop stands. */
export async function createPoint(
  { tenancy }: Pick<RoundRig, 'tenancy'>,
  shopId: string,
  { lat, lon }: { lat: number; lon: number },
): Promise<void> {
  await asShop(shopId, () =>
    tenancy.shopTransaction((tx) =>
      tx.query('update shop set lat = $2, lon = $3 where shop_id = $1', [shopId, lat, lon]),
    ),
  );
}

/** What a customer sends who takes one piece of the first variant of each shop, in the proposed round. */
export async function firstRound(
  rounds: Rounds,
  shops: { shopId: string; slug: string; variants: string[] }[],
): Promise<RoundInput> {
  const lines = ({ variants }: { variants: string[] }) => [{ variantId: variants[0]!, quantity: 1 }];
  const { proposal } = await rounds.propose({ orders: shops.map((shop) => ({ shop: shop.slug, lines: lines(shop) })) });
  const slots = new Map(proposal.trip!.stops.map(({ id, slot }) => [id, slot.id]));
  return {
    customer: { name: 'Anne Dupré', email: 'anne@example.fr', phone: '06 12 34 56 78' },
    orders: shops.map((shop) => ({ shop: shop.slug, slotId: slots.get(shop.shopId)!, lines: lines(shop) })),
  };
}

/** A round over one shop, and its basket on the way to the portal and back. */
export async function roundIds(
  { module }: Pick<RoundRig, 'module'>,
  { shopId, slug, variantId }: { shopId: string; slug: string; variantId: string },
): Promise<Pick<Ids, 'roundToken' | 'portalBasketToken' | 'shopBasketToken'>> {
  const lines = [{ variantId, quantity: 1 }];
  const customer = { name: 'Anne Dupré', email: 'anne@example.fr', phone: null };
  const orders = [{ shop: slug, slotId: FIRST_SLOT, lines }];
  const { round } = await module.get(Rounds, { strict: false }).place({ customer, orders }, newId());
  const handovers = module.get(BasketHandovers, { strict: false });
  const basket = { shopId, items: [{ variantId, quantity: 1, cents: 1250 }] };
  return {
    roundToken: round.token,
    portalBasketToken: await handovers.send('portal', basket),
    shopBasketToken: await handovers.send('shop', basket),
  };
}
