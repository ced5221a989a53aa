import { Injectable } from '@nestjs/common';
import { isFinal, OrderBook, type OrderDetails, OrderIndex, type OrderPlace } from '#libs/orders';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { CustomerLinks } from './customer-links.service.js';
import { OrdersOpenError } from './customers.errors.js';

/** An order on a customer's list. */
export interface CustomerOrder {
  shopName: string;
  order: OrderDetails;
}

/** What the region holds of one address: one file for all shops. */
export interface CustomerExport {
  email: string;
  exportedAt: string;
  orders: ExportedOrder[];
}

interface ExportedOrder extends Omit<OrderDetails, 'token' | 'pickupCode' | 'canCancel'> {
  shop: string;
}

/** Orders over all shops, each read as its own shop: by the links that a browser keeps, or by an address that was proven. */
@Injectable()
export class CustomerOrders {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly book: OrderBook,
    private readonly index: OrderIndex,
    private readonly links: CustomerLinks,
  ) {}

  /** Links that lead nowhere any more are left out. */
  async byTokens(tokens: string[]): Promise<CustomerOrder[]> {
    const places = await Promise.all(tokens.map((token) => this.book.shopOfToken(token)));
    return this.read(places.filter((place) => place !== null));
  }

  /** `email` was proven. */
  async byEmail(email: string): Promise<CustomerOrder[]> {
    return this.read(await this.index.ofEmail(email));
  }

  /** Everything that the shops know of this address, with the orders' links. */
  async export(email: string): Promise<CustomerExport> {
    const found = await this.byEmail(email);
    const orders = found.map(({ shopName, order }) => {
      const { token: _, pickupCode: __, canCancel: ___, ...rest } = order;
      return { shop: shopName, ...rest };
    });
    return { email, exportedAt: new Date().toISOString(), orders };
  }

  /**
   * Makes the orders of this address nobody's: name, address, phone, note and link go, the words of a withdrawal and the
   * rounds that led over several shops; lines, amounts and dates stay, for the shop's accounts (Code de commerce L123-22: ten years). Answers how many. @throws OrdersOpenError
   */
  async erase(email: string): Promise<number> {
    const found = await this.byEmail(email);
    const open = found.filter(({ order }) => !isFinal(order.status));
    if (open.length > 0) throw new OrdersOpenError({ count: open.length });
    const places = await this.index.ofEmail(email);
    const hash = this.index.hash(email);
    for (const [shopId, orderIds] of byShop(places)) {
      await asShop(shopId, () =>
        this.tenancy.shopTransaction(async (tx) => {
          for (const sql of ERASE_SQL) await tx.query(sql, [currentShopId(), orderIds]);
          await tx.query('delete from message_choice where shop_id = $1 and email_hash = $2', [currentShopId(), hash]);
        }),
      );
    }
    await this.tenancy.publicTransaction((tx) => tx.query(ERASE_ROUNDS_SQL, [places.map(({ orderId }) => orderId)]));
    await this.links.forget(email);
    return places.length;
  }

  /** Newest first. One read a shop, whatever the number of orders. */
  private async read(places: OrderPlace[]): Promise<CustomerOrder[]> {
    const found: CustomerOrder[] = [];
    for (const [shopId, orderIds] of byShop(places)) {
      const orders = await asShop(shopId, async () => {
        const [[shop], all] = await Promise.all([
          this.tenancy.shopRead<{ name: string }>('select name from shop where shop_id = $1', [shopId]),
          this.book.byIds(orderIds),
        ]);
        return all.map((order) => ({ shopName: shop?.name ?? '', order }));
      });
      found.push(...orders);
    }
    return found.sort((a, b) => b.order.placedAt.localeCompare(a.order.placedAt));
  }
}

function byShop(places: OrderPlace[]): Map<string, string[]> {
  const shops = new Map<string, string[]>();
  for (const { shopId, orderId } of places) shops.set(shopId, [...(shops.get(shopId) ?? []), orderId]);
  return shops;
}

/** $1 shop, $2 orders. Comments of the journal are the merchant's words and may name somebody. */
const ERASE_SQL = [
  `update shop_order set customer_name = 'Client effacé', customer_email = 'efface@invalid', customer_phone = null,
     note = null, wants_texts = false, erased_at = now(),
     link_hash = encode(sha256(gen_random_uuid()::text::bytea), 'hex')
   where shop_id = $1 and order_id = any ($2::uuid[]) and erased_at is null`,
  `update order_withdrawal set customer_name = 'Client effacé', customer_email = 'efface@invalid', text = ''
   where shop_id = $1 and order_id = any ($2::uuid[])`,
  'delete from order_link where shop_id = $1 and order_id = any ($2::uuid[])',
  'delete from order_pass where shop_id = $1 and order_id = any ($2::uuid[])',
  'delete from order_index where shop_id = $1 and order_id = any ($2::uuid[])',
];

/** A round that has lost one order of its customer has lost them all: it goes whole. Outside any shop. */
const ERASE_ROUNDS_SQL = `
  delete from customer_round where round_id in (select round_id from customer_round_stop where order_id = any ($1::uuid[]))`;
