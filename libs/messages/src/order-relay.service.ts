import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { NotFoundError } from '#libs/kernel';
import { OrderBook, type OrderDetails } from '#libs/orders';
import { asShop, Tenancy } from '#libs/tenancy';

export const relayInput = z
  .object({ relay: z.enum(['none', 'sms', 'slip']), phone: z.string().trim().max(40).default('') })
  .refine(({ relay, phone }) => relay === 'none' || phone.replace(/\D/g, '').length >= 9, {
    path: ['phone'],
    error: 'messages.relay_phone',
  });

export type Relay = 'none' | 'sms' | 'slip';

/** Shops of all the region, or of these initiatives' members. */
export type RelayScope = 'region' | readonly string[];

/** A shop whose orders are told on paper or by text message, and answered by telephone. */
export interface RelayedShop {
  shopId: string;
  name: string;
  slug: string | null;
  relay: Relay;
  phone: string | null;
  orders: OrderDetails[];
}

type Found = Omit<RelayedShop, 'orders'>;

/** Merchants without a computer. */
@Injectable()
export class OrderRelays {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly book: OrderBook,
  ) {}

  /** How this shop hears of its orders. */
  async of(shopId: string): Promise<Found> {
    const [found] = await this.tenancy.regionTransaction((tx) =>
      tx.query<Found[]>(`${SELECT} where s.shop_id::text = $1`, [shopId]),
    );
    if (!found) throw new NotFoundError();
    return found;
  }

  /** As the merchant said on the telephone. */
  async set(shopId: string, { relay, phone }: z.output<typeof relayInput>): Promise<void> {
    await asShop(shopId, () =>
      this.tenancy.shopTransaction((tx) =>
        tx.query('update shop set order_relay = $2, relay_phone = $3 where shop_id = $1', [
          shopId,
          relay,
          phone === '' ? null : phone,
        ]),
      ),
    );
  }

  /** Shops that are told so, with the orders that wait for them; those with most to answer first. */
  async list(scope: RelayScope): Promise<RelayedShop[]> {
    const found = await this.tenancy.regionTransaction((tx) =>
      tx.query<Found[]>(
        `${SELECT} where s.order_relay <> 'none' and ($1::uuid[] is null or s.initiative_id = any ($1::uuid[])) order by s.name`,
        [scope === 'region' ? null : [...scope]],
      ),
    );
    const shops: RelayedShop[] = [];
    for (const shop of found) {
      const board = await asShop(shop.shopId, () => this.book.board());
      shops.push({ ...shop, orders: board.sort((a, b) => a.slot.start.localeCompare(b.slot.start)) });
    }
    const placed = ({ orders }: RelayedShop): number => orders.filter(({ status }) => status === 'placed').length;
    return shops.toSorted((a, b) => placed(b) - placed(a));
  }

  /** One of them, if it is of this scope and has a relay. @throws NotFoundError */
  async find(scope: RelayScope, shopId: string): Promise<Found> {
    const [found] = await this.tenancy.regionTransaction((tx) =>
      tx.query<Found[]>(
        `${SELECT} where s.order_relay <> 'none' and ($1::uuid[] is null or s.initiative_id = any ($1::uuid[])) and s.shop_id::text = $2`,
        [scope === 'region' ? null : [...scope], shopId],
      ),
    );
    if (!found) throw new NotFoundError();
    return found;
  }
}

const SELECT = `
  select s.shop_id as "shopId", s.name, a.slug, s.order_relay as relay, s.relay_phone as phone from shop s
  left join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'`;
