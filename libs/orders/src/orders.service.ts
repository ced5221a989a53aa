import { Injectable } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { OrderBook } from './order-book.service.js';
import type { OrderActor, OrderDetails, RefusalReason } from './order-details.js';
import { OrderHandover, type Strike } from './order-handover.service.js';
import type { OrderInput } from './order-input.js';
import { OrderLife } from './order-life.service.js';
import { OrderPlacing } from './order-placing.service.js';
import type { MissingLines } from './order-stock.js';
import { Rebooking } from './rebooking/rebooking.service.js';
import { SentenceMissingError } from './orders.errors.js';

/** The life of an order of the current shop: one transaction a verb. Ids of other shops are NotFoundError. */
@Injectable()
export class Orders {
  constructor(
    private readonly placing: OrderPlacing,
    private readonly life: OrderLife,
    private readonly counter: OrderHandover,
    private readonly book: OrderBook,
    private readonly rebooking: Rebooking,
  ) {}

  /**
   * Places an order. The same key with the same input answers the same order (`isRepeat`).
   * InvalidInputError 422 (field named), KeyReusedError 422, UnknownVariantError 404, ShopNotOpenError 409,
   * SlotClosedError 422, SoldOutError 409 (names the line), SlotFullError 409 (proposes slots): nothing is kept then.
   */
  async place(input: OrderInput, idempotencyKey: string): Promise<{ order: OrderDetails; isRepeat: boolean }> {
    const { orderId, isRepeat } = await this.placing.place(input, idempotencyKey);
    return { order: await this.details(orderId), isRepeat };
  }

  async accept(orderId: string, actor: OrderActor): Promise<OrderDetails> {
    await this.life.move(orderId, { to: 'accepted', actor }, 'accepted');
    return this.details(orderId);
  }

  /**
   * `sentence` (500 characters) is told to the customer; the reason `other` needs it: SentenceMissingError. With `sold_out` the
   * pieces of `missing` (numbers of lines; all when none are named) do not go back on sale: they were not there.
   */
  async refuse(
    orderId: string,
    { reason, sentence, missing }: { reason: RefusalReason; sentence?: string | null; missing?: number[] },
    actor: OrderActor,
  ): Promise<OrderDetails> {
    const comment = sentence?.replaceAll('\0', '').trim().slice(0, 500) || null;
    if (reason === 'other' && !comment) throw new SentenceMissingError();
    const lines: MissingLines = missing && missing.length > 0 ? missing : 'all';
    const gone = reason === 'sold_out' ? { missing: lines } : {};
    await this.life.move(orderId, { to: 'refused', actor, reason, comment, ...gone }, 'refused');
    return this.details(orderId);
  }

  /** Tells the customer; a reminder follows a day after the slot, and « not collected » after three open days. */
  async markReady(orderId: string, actor: OrderActor): Promise<OrderDetails> {
    await this.life.move(orderId, { to: 'ready', actor }, 'ready');
    return this.details(orderId);
  }

  /**
   * Hands over by pickup code, that of `orderId` when it is given. WrongCodeError 404; CodePausedError 429 after five
   * wrong tries; MoveNotAllowedError 409 when the order is not accepted or ready.
   */
  async collect(code: string, actor: OrderActor, orderId?: string): Promise<OrderDetails> {
    return this.details(await this.counter.byCode(code, actor, orderId));
  }

  /** Hands over to a customer that the merchant knows; the journal says that no code was shown. */
  async collectWithoutCode(orderId: string, actor: OrderActor): Promise<OrderDetails> {
    return this.details(await this.counter.withoutCode(orderId, actor));
  }

  /** Takes pieces out of a line; total and stock follow. StrikeTooLargeError 422; NothingLeftError 409. */
  async strike(orderId: string, strike: Strike, actor: OrderActor): Promise<OrderDetails> {
    return this.details(await this.counter.strike(orderId, strike, actor));
  }

  /** By the customer, before the order is ready. Stock and slot return. */
  async cancel(token: string): Promise<OrderDetails> {
    return this.details(await this.life.cancelByLink(token));
  }

  /** The merchant did not answer in time. Nothing happens when he did. */
  async lapse(orderId: string): Promise<void> {
    await this.life.moveIfStill(orderId, { to: 'lapsed', actor: 'system', reason: 'no_answer' }, 'lapsed');
  }

  /** The customer did not come; stock returns. Nothing happens when the order is no longer ready. */
  async noShow(orderId: string): Promise<void> {
    await this.life.moveIfStill(orderId, { to: 'no_show', actor: 'system', reason: 'not_collected' });
  }

  /** The merchant closes an order that nobody came for; stock returns. SlotNotOverError 409 before the end of its slot. */
  async declareNoShow(orderId: string, actor: OrderActor): Promise<OrderDetails> {
    await this.life.declareNoShow(orderId, actor);
    return this.details(orderId);
  }

  /** Other slots (ids) that the customer may choose, by the merchant. ProposalsError 422, MoveNotAllowedError 409. */
  async proposeSlots(orderId: string, slotIds: string[], actor: OrderActor): Promise<OrderDetails> {
    return this.details(await this.rebooking.propose(orderId, slotIds, actor));
  }

  /** One of the slots proposed, by the customer. SlotNotProposedError 409; SlotFullError 409, others are proposed then. */
  async takeSlot(token: string, slotId: string): Promise<OrderDetails> {
    return this.details(await this.rebooking.take(token, slotId));
  }

  private async details(orderId: string): Promise<OrderDetails> {
    const order = await this.book.byId(orderId);
    if (!order) throw new NotFoundError();
    return order;
  }
}
