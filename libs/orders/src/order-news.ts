import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, newId } from '#libs/kernel';
import { Events, Jobs } from '#libs/platform';
import { currentShopId } from '#libs/tenancy';
import type { ReturnedVariant } from './order-stock.js';
import type { OrderStatus } from './order-status.js';

export const MAIL_TASK = 'orders.mail';
export const TEXT_TASK = 'orders.text';
export const LAPSE_TASK = 'orders.lapse';
export const REMINDER_TASK = 'orders.reminder';
export const NO_SHOW_TASK = 'orders.no_show';
export const UNPAID_TASK = 'payments.unpaid';

export type MailKind =
  | 'placed'
  | 'accepted'
  | 'refused'
  | 'ready'
  | 'cancelled'
  | 'struck'
  | 'lapsed'
  | 'reminder'
  | 'shop_placed'
  | 'shop_cancelled'
  | 'unpaid'
  | 'refunded'
  | 'payment_failed'
  | 'shop_payment_failed'
  | 'withdrawn'
  | 'shop_withdrawn'
  | 'slot_lost'
  | 'slot_back'
  | 'slot_proposed'
  | 'slot_moved'
  | 'shop_slot_lost'
  | 'shop_slot_moved';

/** What may also be told by text message. */
const TEXTED = new Set<MailKind>(['ready', 'refused', 'lapsed', 'reminder']);
const STRUCK_SECONDS = 60;

/** What follows from an order's move: events, mails and timers, all in the transaction of the move. */
@Injectable()
export class OrderNews {
  constructor(
    private readonly events: Events,
    private readonly jobs: Jobs,
  ) {}

  /** `answerDueAt` null: accepted at once. */
  async placed(
    tx: EntityManager,
    { orderId, answerDueAt }: { orderId: string; answerDueAt: string | null },
  ): Promise<void> {
    const status = answerDueAt ? 'placed' : 'accepted';
    await Promise.all([
      this.moved(tx, orderId, status),
      this.mail(tx, orderId, status),
      this.mail(tx, orderId, 'shop_placed'),
      ...(answerDueAt ? [this.timer(tx, LAPSE_TASK, { orderId, runAt: answerDueAt })] : []),
    ]);
  }

  /** To be paid by card: the shop hears of it once it is authorised; `dueAt` is when it lapses else. */
  async awaitsPayment(tx: EntityManager, { orderId, dueAt }: { orderId: string; dueAt: string }): Promise<void> {
    await this.timer(tx, UNPAID_TASK, { orderId, runAt: dueAt });
  }

  /** Pieces were taken out of the order: its total is lower now. */
  async struck(tx: EntityManager, orderId: string): Promise<void> {
    await this.events.publish(tx, { type: 'order.struck', eventId: newId(), shopId: currentShopId(), orderId });
  }

  async moved(tx: EntityManager, orderId: string, status: OrderStatus): Promise<void> {
    await this.events.publish(tx, { type: 'order.moved', eventId: newId(), shopId: currentShopId(), orderId, status });
  }

  /** The products whose availability may have changed. */
  async stockChanged(tx: EntityManager, productIds: string[]): Promise<void> {
    if (productIds.length === 0) return;
    const unique = [...new Set(productIds)];
    await this.events.publish(tx, {
      type: 'product.changed',
      eventId: newId(),
      shopId: currentShopId(),
      productIds: unique,
    });
  }

  /** Those that were sold out and are back. */
  async stockReturned(tx: EntityManager, variants: ReturnedVariant[]): Promise<void> {
    await this.stockChanged(
      tx,
      variants.filter(({ was }) => was === 0).map((variant) => variant.product_id),
    );
  }

  /** A slot filled up, or has room again. */
  async availabilityChanged(tx: EntityManager): Promise<void> {
    await this.events.publish(tx, { type: 'shop.availability_changed', eventId: newId(), shopId: currentShopId() });
  }

  /** `occasion`: what may happen to an order several times is a message of its own each time. */
  async mail(tx: EntityManager, orderId: string, kind: MailKind, occasion?: string): Promise<void> {
    const job = { shopId: currentShopId(), orderId, kind, ...(occasion && { occasion }) };
    await this.jobs.enqueue(tx, MAIL_TASK, job);
    if (TEXTED.has(kind)) await this.jobs.enqueue(tx, TEXT_TASK, job);
  }

  /** Lines that are struck one after the other make one mail. */
  async struckMail(tx: EntityManager, orderId: string): Promise<void> {
    const runAt = Clock.now().add({ seconds: STRUCK_SECONDS }).toString();
    const key = `${MAIL_TASK}:struck:${orderId}`;
    await this.jobs.enqueue(tx, MAIL_TASK, { shopId: currentShopId(), orderId, kind: 'struck' }, { runAt, key });
  }

  async timer(tx: EntityManager, task: string, { orderId, runAt }: { orderId: string; runAt: string }): Promise<void> {
    await this.jobs.enqueue(tx, task, { shopId: currentShopId(), orderId }, { runAt, key: `${task}:${orderId}` });
  }
}
