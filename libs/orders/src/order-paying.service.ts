import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '#libs/kernel';
import { currentShopId } from '#libs/tenancy';
import { OrderHandover } from './order-handover.service.js';
import { type LockedOrder, OrderMoves } from './order-moves.service.js';
import { type MailKind, LAPSE_TASK, OrderNews } from './order-news.js';
import { isFinal } from './order-status.js';
import { CardNotOfferedError } from './orders.errors.js';

const PAY_MINUTES = 30;

/** What an order does when its payment by card comes, or does not. In the caller's transaction. */
@Injectable()
export class OrderPaying {
  constructor(
    private readonly moves: OrderMoves,
    private readonly counter: OrderHandover,
    private readonly news: OrderNews,
  ) {}

  /** The card was authorised: the shop hears of the order. Whether it was waited for: a repeat or a dead order changes nothing. */
  async paid(tx: EntityManager, orderId: string): Promise<boolean> {
    const order = await this.moves.lock(tx, orderId);
    if (isFinal(order.status) || order.payment !== 'card_awaited') return false;
    const [row] = await tx.query<{ answer_due_at: Date | null }[][]>(
      `update shop_order set payment = 'card' where shop_id = $1 and order_id = $2 returning answer_due_at`,
      [currentShopId(), orderId],
    );
    await this.begin(tx, { ...order, payment: 'card' }, row?.[0]?.answer_due_at ?? null);
    return true;
  }

  /** Nobody paid in time: stock and slot return. Nothing happens to an order that was paid or ended. */
  async unpaid(tx: EntityManager, orderId: string): Promise<void> {
    const order = await this.moves.lock(tx, orderId);
    if (isFinal(order.status) || order.payment !== 'card_awaited') return;
    await this.moves.move(tx, order, { to: 'lapsed', actor: 'system', reason: 'unpaid' });
    await this.news.mail(tx, orderId, 'unpaid');
  }

  /** The customer withdrew before the handover: from these lines, or (null) from all of them. Stock returns, the total follows. */
  async withdraw(tx: EntityManager, orderId: string, lines: { line: number; pieces: number }[] | null): Promise<void> {
    if (lines !== null) {
      const reason = 'rétractation du client';
      for (const { line, pieces } of lines) {
        await this.counter.strikeIn(tx, orderId, { line, pieces, reason }, 'customer');
      }
      return;
    }
    const order = await this.moves.lock(tx, orderId);
    if (!isFinal(order.status)) {
      await this.moves.move(tx, order, { to: 'cancelled', actor: 'customer', reason: 'withdrawn' });
    }
  }

  mail(tx: EntityManager, orderId: string, kind: MailKind): Promise<void> {
    return this.news.mail(tx, orderId, kind);
  }

  private async begin(tx: EntityManager, order: LockedOrder, answerDueAt: Date | null): Promise<void> {
    const orderId = order.order_id;
    if (answerDueAt) {
      await this.news.timer(tx, LAPSE_TASK, { orderId, runAt: answerDueAt.toISOString() });
      await this.news.moved(tx, orderId, 'placed');
    } else {
      await this.moves.move(tx, order, { to: 'accepted', actor: 'system' });
    }
    await this.news.mail(tx, orderId, answerDueAt ? 'placed' : 'accepted');
    await this.news.mail(tx, orderId, 'shop_placed');
  }
}

/** Writes the payment that the order waits for, on the shop's own account; answers until when. @throws CardNotOfferedError */
export async function awaitPayment(tx: EntityManager, orderId: string): Promise<string> {
  const dueAt = Clock.now().add({ minutes: PAY_MINUTES }).toString();
  const rows = await tx.query<unknown[]>(
    `insert into order_payment (shop_id, order_id, account_id, amount_cents, due_at)
     select o.shop_id, o.order_id, a.account_id, o.total_cents, $3::timestamptz
     from shop_order o join payment_account a on a.shop_id = o.shop_id
     where o.shop_id = $1 and o.order_id = $2 and a.card_offered and a.charges_enabled and o.total_cents >= 50
     returning order_id`,
    [currentShopId(), orderId, dueAt],
  );
  if (rows.length === 0) throw new CardNotOfferedError();
  return dueAt;
}
