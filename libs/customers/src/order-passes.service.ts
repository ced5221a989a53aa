import { Injectable } from '@nestjs/common';
import { newSecret, secretHash } from '#libs/accounts';
import { OrderBook, type OrderDetails, type OrderPlace } from '#libs/orders';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';

const MINUTES = 10;

/** Takes an order from its shop's host to the portal, which share no cookie: a token that works once, for ten minutes. */
@Injectable()
export class OrderPasses {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly book: OrderBook,
  ) {}

  /** In the order's shop. */
  async issue({ orderId }: OrderDetails): Promise<string> {
    const pass = newSecret();
    await this.tenancy.shopTransaction((tx) =>
      tx.query(
        `with gone as (delete from order_pass where shop_id = $2 and expires_at < now())
         insert into order_pass (token_hash, shop_id, order_id, expires_at)
         values ($1, $2, $3, now() + make_interval(mins => ${MINUTES}))`,
        [secretHash(pass), currentShopId(), orderId],
      ),
    );
    return pass;
  }

  /** On the portal: the order, and the pass is used up. Null when it was, or is too old. */
  async take(pass: string): Promise<OrderDetails | null> {
    const [place] = await this.tenancy.publicRead<OrderPlace>(
      `select shop_id as "shopId", order_id as "orderId" from order_pass where token_hash = $1 and expires_at > now()`,
      [secretHash(pass)],
    );
    if (!place) return null;
    return asShop(place.shopId, async () => {
      const [taken] = await this.tenancy.shopTransaction((tx) =>
        tx.query<[unknown[], number]>('delete from order_pass where shop_id = $1 and token_hash = $2 returning 1', [
          currentShopId(),
          secretHash(pass),
        ]),
      );
      return taken.length > 0 ? this.book.byId(place.orderId) : null;
    });
  }
}
