import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Temporal } from 'temporal-polyfill';
import { Clock, NotFoundError } from '#libs/kernel';
import { dateAt, PickupSlots } from '#libs/pickup';
import { Tenancy } from '#libs/tenancy';
import { type LockedOrder, type Move, OrderMoves } from './order-moves.service.js';
import { type MailKind, NO_SHOW_TASK, OrderNews, REMINDER_TASK } from './order-news.js';
import { canBeCancelled } from './order-status.js';
import { MoveNotAllowedError, SlotNotOverError } from './orders.errors.js';

const REMINDER_HOURS = 24;

/** Moves of an order with the mails and timers that follow, each in one transaction. */
@Injectable()
export class OrderLife {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly moves: OrderMoves,
    private readonly pickup: PickupSlots,
    private readonly news: OrderNews,
  ) {}

  async move(orderId: string, move: Move, mail?: MailKind): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const order = await this.moves.lock(tx, orderId);
      await this.moves.move(tx, order, move);
      if (mail) await this.news.mail(tx, order.order_id, mail);
      if (move.to === 'ready') await this.waitForCustomer(tx, order);
    });
  }

  /** As `move`; an order that has moved on is left alone. */
  async moveIfStill(orderId: string, move: Move, mail?: MailKind): Promise<void> {
    await this.move(orderId, move, mail).catch((error: unknown) => {
      if (!(error instanceof MoveNotAllowedError)) throw error;
    });
  }

  /** By the merchant, once its slot is over. */
  async declareNoShow(orderId: string, actor: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const order = await this.moves.lock(tx, orderId);
      if (order.slot_ends_at.getTime() > Clock.now().epochMilliseconds) throw new SlotNotOverError();
      await this.moves.move(tx, order, { to: 'no_show', actor, reason: 'not_collected' });
    });
  }

  /** Answers the order's id. */
  async cancelByLink(token: string): Promise<string> {
    return this.tenancy.shopTransaction(async (tx) => {
      const order = await this.moves.lockByToken(tx, token);
      if (!order) throw new NotFoundError();
      if (!canBeCancelled(order.status)) throw new MoveNotAllowedError({ from: order.status, to: 'cancelled' });
      await this.moves.move(tx, order, { to: 'cancelled', actor: 'customer' });
      await this.news.mail(tx, order.order_id, 'cancelled');
      if (order.payment !== 'card_awaited') await this.news.mail(tx, order.order_id, 'shop_cancelled');
      return order.order_id;
    });
  }

  /** The reminder and the end of waiting, counted from the order's slot; told again they replace what was told before. */
  async waitForCustomer(
    tx: EntityManager,
    { order_id: orderId, slot_ends_at, perishable }: LockedOrder,
  ): Promise<void> {
    const { calendar, keepOpenDays } = await this.pickup.plan();
    const now = Clock.now();
    const slotEnd = Temporal.Instant.fromEpochMilliseconds(slot_ends_at.getTime());
    const from = Temporal.Instant.compare(slotEnd, now) > 0 ? slotEnd : now;
    const sameDay = perishable ? calendar.closingAfter(dateAt(from), 0) : null;
    const isInTime = sameDay && Temporal.Instant.compare(sameDay, now) > 0;
    const noShow = isInTime ? sameDay : calendar.closingAfter(dateAt(from), perishable ? 1 : keepOpenDays);
    if (noShow) await this.news.timer(tx, NO_SHOW_TASK, { orderId, runAt: noShow.toString() });
    const reminder = from.add({ hours: REMINDER_HOURS });
    if (!perishable) await this.news.timer(tx, REMINDER_TASK, { orderId, runAt: reminder.toString() });
  }
}
