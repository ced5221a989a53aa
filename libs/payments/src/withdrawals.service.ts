import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { EntityManager } from 'typeorm';
import { Clock, InvalidInputError, NotFoundError } from '#libs/kernel';
import { OrderBook, type OrderDetails, OrderPaying } from '#libs/orders';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { lockPayment } from './payment-rows.js';
import { WithdrawalClosedError } from './payments.errors.js';
import { withdrawalOffer, type WithdrawalOffer } from './withdrawal-period.js';
import { withdrawalText } from './withdrawal-text.js';

const REFUND_DAYS = 14;

/** What the customer states; `lines` absent: everything that can be sent back. Each issue's message is an error code. */
export const withdrawalInput = z.object({
  name: z.string({ error: 'orders.name' }).trim().min(1, 'orders.name').max(200, 'orders.name'),
  email: z
    .string({ error: 'orders.email' })
    .trim()
    .max(254, 'orders.email')
    .pipe(z.email({ error: 'orders.email' })),
  lines: z.array(z.number().int().min(1), { error: 'payments.withdrawal_lines' }).max(100).optional(),
});

type Declaration = z.output<typeof withdrawalInput>;

/** Withdrawing from an order that was paid online (Code de la consommation L221-18 and following). */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly book: OrderBook,
    private readonly paying: OrderPaying,
  ) {}

  /** Null when there is nothing to withdraw from. */
  async offer(order: OrderDetails): Promise<WithdrawalOffer | null> {
    return order.payment === null ? null : withdrawalOffer(order, Clock.now(), (await this.shop()).departement);
  }

  /**
   * Takes the declaration, once: the same again answers the order as it stands. What is not handed over is taken out of the order
   * and its money goes back by itself; what was handed over comes back first. A receipt is mailed.
   * @throws NotFoundError, InvalidInputError, WithdrawalClosedError
   */
  async declare(token: string, input: unknown): Promise<OrderDetails> {
    const parsed = withdrawalInput.safeParse(input);
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), code: message }));
      throw new InvalidInputError(errors);
    }
    const order = await this.found(token);
    if (order.withdrawal) return order;
    const { departement, name } = await this.shop();
    const offer = withdrawalOffer(order, Clock.now(), departement);
    if (!offer) throw new WithdrawalClosedError();
    await this.tenancy.shopTransaction((tx) => this.write(tx, { order, offer, declaration: parsed.data, shop: name }));
    return this.found(token);
  }

  private async write(tx: EntityManager, { order, offer, declaration, shop }: Scene): Promise<void> {
    const { orderId } = order;
    const lines = chosen(offer, declaration.lines);
    const payment = await lockPayment(tx, orderId);
    // The shop moved the order while the page was open: what was offered may be wrong now.
    if (payment?.orderStatus !== order.status) throw new WithdrawalClosedError();
    const at = Clock.now();
    const text = withdrawalText(order, lines, { ...declaration, shop, at });
    const kept = await tx.query<unknown[]>(
      `insert into order_withdrawal (shop_id, order_id, declared_at, customer_name, customer_email, lines, cents, text, refund_due_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning order_id`,
      [
        currentShopId(),
        orderId,
        at.toString(),
        declaration.name,
        declaration.email,
        lines.map(({ line }) => line),
        lines.reduce((sum, { cents }) => sum + cents, 0),
        text,
        at.add({ hours: REFUND_DAYS * 24 }).toString(),
      ],
    );
    if (kept.length === 0) return;
    const remaining = order.lines.filter(({ quantity, struck }) => quantity > struck);
    if (!offer.isHandedOver) await this.paying.withdraw(tx, orderId, remaining.length === lines.length ? null : lines);
    await this.paying.mail(tx, orderId, 'withdrawn');
    await this.paying.mail(tx, orderId, 'shop_withdrawn');
  }

  private async found(token: string): Promise<OrderDetails> {
    const order = await this.book.byToken(token);
    if (!order) throw new NotFoundError();
    return order;
  }

  private async shop(): Promise<{ name: string; departement: string }> {
    const [row] = await this.tenancy.shopRead<{ name: string; departement: string }>(
      'select name, left(commune_insee, 2) as departement from shop where shop_id = $1',
      [currentShopId()],
    );
    if (!row) throw new NotFoundError();
    return row;
  }
}

interface Scene {
  order: OrderDetails;
  offer: WithdrawalOffer;
  declaration: Declaration;
  shop: string;
}

function chosen(offer: WithdrawalOffer, wanted: number[] | undefined): WithdrawalOffer['lines'] {
  if (wanted === undefined) return offer.lines;
  const lines = offer.lines.filter(({ line }) => wanted.includes(line));
  if (lines.length === 0 || lines.length !== new Set(wanted).size) {
    throw new InvalidInputError([{ path: 'lines', code: 'payments.withdrawal_lines' }]);
  }
  return lines;
}
