import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hourText, wallAt } from '#libs/pickup';
import { Clock } from '#libs/kernel';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { Temporal } from 'temporal-polyfill';
import { CodeAttempts } from './code-attempts.js';
import type { OrderActor } from './order-details.js';
import { OrderHandover, type Strike } from './order-handover.service.js';
import { OrderLinks } from './order-links.js';
import { type LockedOrder, OrderMoves } from './order-moves.service.js';
import { CancelledMeanwhileError, HandedOverAlreadyError, KeyMissingError, KeyReusedError } from './orders.errors.js';
import { normalizedCode } from './pickup-code.js';

/** A handover as a device at the counter tells of it, at once or hours later. */
export interface CounterHandover {
  /** Made by the device, 8 to 100 characters: the same key again is the same handover. */
  key: string;
  /** The pickup code or the link in the customer's QR code; null: the merchant knows the customer. */
  proof: string | null;
  /** Pieces that are not handed over. */
  strikes: Strike[];
  /** When the goods changed hands, when that was earlier: ISO instant of the device's clock. */
  handedAt: string | null;
}

const LATE_MINUTES = 2;
const LINK = /(?:^|\/commandes\/)([A-Za-z0-9_-]{22})(?:$|[?#/])/;

/** Handing over an order, whole or in part, in one transaction that the device may ask for as often as it likes. */
@Injectable()
export class OrderCounter {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly moves: OrderMoves,
    private readonly handover: OrderHandover,
    private readonly attempts: CodeAttempts,
    private readonly links: OrderLinks,
  ) {}

  /** Whether this very handover was done before. */
  async handOver(orderId: string, handed: CounterHandover, actor: OrderActor): Promise<{ isRepeat: boolean }> {
    if (handed.key.length < 8 || handed.key.length > 100) throw new KeyMissingError();
    if (handed.proof !== null) await this.attempts.check(actor);
    const done = await this.tenancy.shopTransaction(async (tx) => {
      const order = await this.moves.lock(tx, orderId);
      if (handed.proof !== null && !this.isProof(handed.proof, order)) return null;
      if (!(await claimKey(tx, handed.key, order.order_id))) return { isRepeat: true };
      await refuseWhenOver(tx, order);
      let left = order;
      for (const strike of handed.strikes) left = await this.handover.strikeFrom(tx, left, strike, actor);
      const comment = lateText(handed.handedAt);
      await this.handover.handTo(tx, left, actor, { reason: handed.proof === null ? 'without_code' : null, comment });
      return { isRepeat: false };
    });
    if (done === null) return this.attempts.wrong(actor);
    if (handed.proof !== null && !done.isRepeat) await this.attempts.right(actor);
    return done;
  }

  private isProof(proof: string, order: LockedOrder): boolean {
    const token = LINK.exec(proof.trim())?.[1];
    if (token !== undefined && token === this.links.token(order.order_id)) return true;
    return normalizedCode(proof) === order.pickup_code;
  }
}

/** Says what happened to the order instead, in words that help at the counter. */
async function refuseWhenOver(tx: EntityManager, order: LockedOrder): Promise<void> {
  const isHandedOver = order.status === 'collected' || order.status === 'partially_collected';
  if (!isHandedOver && order.status !== 'cancelled') return;
  const [row] = await tx.query<{ number: string; at: Date }[]>(
    `select o.number, e.at from shop_order o join order_event e on e.shop_id = $1 and e.order_id = o.order_id
     where o.shop_id = $1 and o.order_id = $2 order by e.seq desc limit 1`,
    [currentShopId(), order.order_id],
  );
  const at = Temporal.Instant.fromEpochMilliseconds(row!.at.getTime());
  const details = { number: row!.number, time: hourText(wallAt(at)) };
  throw isHandedOver ? new HandedOverAlreadyError(details) : new CancelledMeanwhileError(details);
}

/** False when this handover was done before; its transaction waits for another one with the same key. */
async function claimKey(tx: EntityManager, key: string, orderId: string): Promise<boolean> {
  const claimed = await tx.query<unknown[]>(
    'insert into handover_key (shop_id, key, order_id) values ($1, $2, $3) on conflict do nothing returning 1',
    [currentShopId(), key, orderId],
  );
  if (claimed.length > 0) return true;
  const [earlier] = await tx.query<{ order_id: string }[]>(
    'select order_id from handover_key where shop_id = $1 and key = $2',
    [currentShopId(), key],
  );
  if (earlier?.order_id !== orderId) throw new KeyReusedError();
  return false;
}

/** « Remise sans réseau à 14 h 32 », when the device tells of it later. */
function lateText(handedAt: string | null): string | null {
  if (handedAt === null) return null;
  const at = Temporal.Instant.from(handedAt);
  const now = Clock.now();
  const isLate = Temporal.Instant.compare(at.add({ minutes: LATE_MINUTES }), now) < 0;
  return isLate ? `Remise sans réseau à ${hourText(wallAt(at))}` : null;
}
