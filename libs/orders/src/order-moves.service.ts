import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, NotFoundError } from '#libs/kernel';
import { PickupSlots } from '#libs/pickup';
import { currentShopId } from '#libs/tenancy';
import type { OrderActor } from './order-details.js';
import { OrderLinks } from './order-links.js';
import { OrderNews } from './order-news.js';
import { type MissingLines, returnOrderStock } from './order-stock.js';
import { canMove, type OrderStatus, returnsStock } from './order-status.js';
import { MoveNotAllowedError, PaymentAwaitedError } from './orders.errors.js';

/** An order that this transaction has locked. */
export interface LockedOrder {
  order_id: string;
  status: OrderStatus;
  pickup_code: string;
  slot_starts_at: Date;
  slot_ends_at: Date;
  slot_lost_at: Date | null;
  payment: 'shop' | 'card_awaited' | 'card';
  /** Pieces ordered, and those of them struck. */
  pieces: number;
  struck: number;
  perishable: boolean;
}

export interface Move {
  to: OrderStatus;
  actor: OrderActor;
  reason?: string | null;
  comment?: string | null;
  /** Where the order ends: what was not there, and does not go back on sale. */
  missing?: MissingLines;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Moves along the state table. Lock order, here and in placing: order, variants by id, slot, shop. */
@Injectable()
export class OrderMoves {
  constructor(
    private readonly pickup: PickupSlots,
    private readonly news: OrderNews,
    private readonly links: OrderLinks,
  ) {}

  /** NotFoundError for an unknown order or one of another shop. */
  async lock(tx: EntityManager, orderId: string): Promise<LockedOrder> {
    const order = UUID.test(orderId) ? await this.locked(tx, 'order_id = $2', orderId) : null;
    if (!order) throw new NotFoundError();
    return order;
  }

  /** Null when no order of the shop has the code. */
  async lockByCode(tx: EntityManager, code: string): Promise<LockedOrder | null> {
    return this.locked(tx, 'pickup_code = $2', code);
  }

  /** By the secret part of the customer's link. Null when no order of the shop has it. */
  async lockByToken(tx: EntityManager, token: string): Promise<LockedOrder | null> {
    return this.locked(tx, 'link_hash = $2', this.links.hash(token));
  }

  /** Throws MoveNotAllowedError for a move the table does not hold. Stock and slot return when the order ends so. */
  async move(tx: EntityManager, order: LockedOrder, move: Move): Promise<void> {
    if (!canMove(order.status, move.to)) throw new MoveNotAllowedError({ from: order.status, to: move.to });
    if (order.payment === 'card_awaited' && !returnsStock(move.to)) throw new PaymentAwaitedError();
    await tx.query('update shop_order set status = $3 where shop_id = $1 and order_id = $2', [
      currentShopId(),
      order.order_id,
      move.to,
    ]);
    await this.note(tx, order, move);
    await this.news.moved(tx, order.order_id, move.to);
    if (!returnsStock(move.to)) return;
    await this.news.stockReturned(tx, await returnOrderStock(tx, order.order_id, move.missing));
    const wasFull = await this.pickup.release(tx, order.slot_starts_at.toISOString(), order.pieces);
    if (wasFull) await this.news.availabilityChanged(tx);
  }

  /** Who did what to the order, and when. */
  async note(tx: EntityManager, order: LockedOrder, { to, actor, reason, comment }: Move): Promise<void> {
    await tx.query(
      `insert into order_event (shop_id, order_id, seq, from_status, to_status, actor, reason, comment, at)
       select $1::uuid, $2::uuid, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7, $8::timestamptz
       from order_event where shop_id = $1 and order_id = $2::uuid`,
      [
        currentShopId(),
        order.order_id,
        order.status,
        to,
        actor,
        reason ?? null,
        comment ?? null,
        Clock.now().toString(),
      ],
    );
  }

  private async locked(tx: EntityManager, where: string, value: string): Promise<LockedOrder | null> {
    const [found] = await tx.query<{ order_id: string }[]>(
      `select order_id from shop_order where shop_id = $1 and ${where} for update`,
      [currentShopId(), value],
    );
    if (!found) return null;
    const [order] = await tx.query<LockedOrder[]>(LOCKED_SQL, [currentShopId(), found.order_id]);
    return order ?? null;
  }
}

/** A second statement: only it sees what was committed while the lock was waited for. */
const LOCKED_SQL = `
  select o.order_id, o.status, o.pickup_code, o.slot_starts_at, o.slot_ends_at, o.slot_lost_at, o.payment,
    l.pieces, l.struck, l.perishable
  from shop_order o, lateral (
    select sum(l.quantity)::int as pieces, sum(l.struck)::int as struck, coalesce(bool_or(p.perishable), false) as perishable
    from order_line l left join product p on p.shop_id = l.shop_id and p.product_id = l.product_id
    where l.shop_id = $1 and l.order_id = o.order_id) l
  where o.shop_id = $1 and o.order_id = $2::uuid`;
