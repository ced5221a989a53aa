import { Injectable } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import type { OrderActor, OrderDetails, RefusalReason } from './order-details.js';
import type { OrderInput } from './order-input.js';

/** The life of an order of the current shop: one transaction a verb. Ids of other shops are NotFoundError. */
@Injectable()
export class Orders {
  /**
   * Places an order. The same key with the same input answers the same order (`isRepeat`).
   * InvalidInputError 422 (field named), KeyReusedError 422, UnknownVariantError 404, ShopNotOpenError 409,
   * SlotClosedError 422, SoldOutError 409 (names the line), SlotFullError 409 (proposes slots): nothing is kept then.
   */
  async place(_input: OrderInput, _idempotencyKey: string): Promise<{ order: OrderDetails; isRepeat: boolean }> {
    throw new NotFoundError();
  }

  async accept(_orderId: string, _actor: OrderActor): Promise<OrderDetails> {
    throw new NotFoundError();
  }

  /** `sentence` is asked for when the reason is `other`. */
  async refuse(
    _orderId: string,
    _refusal: { reason: RefusalReason; sentence?: string | null },
    _actor: OrderActor,
  ): Promise<OrderDetails> {
    throw new NotFoundError();
  }

  async markReady(_orderId: string, _actor: OrderActor): Promise<OrderDetails> {
    throw new NotFoundError();
  }

  /** Hands over by pickup code. WrongCodeError 404; CodePausedError 429 after five wrong tries. */
  async collect(_code: string, _actor: OrderActor): Promise<OrderDetails> {
    throw new NotFoundError();
  }

  /** Takes pieces out of a line; total and stock follow. */
  async strike(
    _orderId: string,
    _strike: { line: number; pieces: number; reason?: string | null },
    _actor: OrderActor,
  ): Promise<OrderDetails> {
    throw new NotFoundError();
  }

  /** By the customer, before the order is ready. */
  async cancel(_token: string): Promise<OrderDetails> {
    throw new NotFoundError();
  }
}
