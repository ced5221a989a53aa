import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { EntityManager } from 'typeorm';
import { Clock, InvalidInputError, newId, NotFoundError } from '#libs/kernel';
import { Jobs } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { refundable } from './money-step.js';
import { lockPayment } from './payment-rows.js';
import { RefundTooLargeError } from './payments.errors.js';
import { SETTLE_TASK } from './payment-tasks.js';

const refundInput = z.object({
  /** Cents. */
  cents: z.number().int().min(1).max(100_000_000),
  reason: z.string().trim().min(1).max(500),
});

interface Refund {
  cents: number;
  reason: string;
  actor: string;
  cause: 'merchant' | 'withdrawal';
}

/** Giving back money that was taken, in part or whole; it is asked for here and sent by a job. */
@Injectable()
export class Refunds {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
  ) {}

  /**
   * By the merchant, with a reason that the customer reads. `key` makes a double click one refund.
   * @throws InvalidInputError, NotFoundError (not paid by card, or another shop's), RefundTooLargeError
   */
  async give(
    orderId: string,
    given: { cents: unknown; reason: unknown },
    { actor, key }: { actor: string; key: string },
  ): Promise<void> {
    const parsed = refundInput.safeParse(given);
    if (!parsed.success) {
      const paths = parsed.error.issues.map(({ path }) => String(path[0]));
      throw new InvalidInputError(paths.map((path) => ({ path, code: `payments.refund_${path}` })));
    }
    await this.tenancy.shopTransaction((tx) =>
      this.ask(tx, orderId, { ...parsed.data, actor, cause: 'merchant' }, refundIdOf(key)),
    );
  }

  /** In the caller's transaction. */
  async ask(tx: EntityManager, orderId: string, refund: Refund, refundId: string = newId()): Promise<void> {
    const payment = await lockPayment(tx, orderId);
    if (!payment) await refuseUnknown(tx, orderId);
    if (!payment) throw new RefundTooLargeError({ left: 0 });
    if (payment.refunds.some((row) => row.refundId === refundId)) return;
    const left = refundable(payment);
    if (refund.cents > left) throw new RefundTooLargeError({ left });
    await tx.query(
      `insert into payment_refund (shop_id, refund_id, order_id, cents, cause, reason, actor, asked_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        currentShopId(),
        refundId,
        orderId,
        refund.cents,
        refund.cause,
        refund.reason,
        refund.actor,
        Clock.now().toString(),
      ],
    );
    await this.settleSoon(tx, orderId);
  }

  async settleSoon(tx: EntityManager, orderId: string): Promise<void> {
    await this.jobs.enqueue(
      tx,
      SETTLE_TASK,
      { shopId: currentShopId(), orderId },
      { key: `${SETTLE_TASK}:${orderId}` },
    );
  }
}

/** An order that is paid in the shop has nothing to give back here; one that is not of this shop does not exist. */
async function refuseUnknown(tx: EntityManager, orderId: string): Promise<void> {
  const found = UUID.test(orderId)
    ? await tx.query<unknown[]>('select 1 from shop_order where shop_id = $1 and order_id = $2', [
        currentShopId(),
        orderId,
      ])
    : [];
  if (found.length === 0) throw new NotFoundError();
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const refundIdOf = (key: string): string => (UUID.test(key) ? key.toLowerCase() : newId());
