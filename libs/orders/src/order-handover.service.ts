import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NotFoundError } from '#libs/kernel';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { CodeAttempts } from './code-attempts.js';
import type { OrderActor } from './order-details.js';
import { type LockedOrder, type Move, OrderMoves } from './order-moves.service.js';
import { OrderNews } from './order-news.js';
import { loseStruckStock, returnStruckStock } from './order-stock.js';
import { isFinal } from './order-status.js';
import { MoveNotAllowedError, NothingLeftError, StrikeTooLargeError } from './orders.errors.js';
import { normalizedCode } from './pickup-code.js';

export interface Strike {
  line: number;
  pieces: number;
  reason?: string | null;
  /** False: missing or damaged, so the pieces do not go back on the shelf. Default true. */
  backOnShelf?: boolean;
}

/** What happens at the counter. Each verb answers the order's id. */
@Injectable()
export class OrderHandover {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly moves: OrderMoves,
    private readonly news: OrderNews,
    private readonly attempts: CodeAttempts,
  ) {}

  /** `orderId`: the code must be that order's. */
  async byCode(text: string, actor: OrderActor, orderId?: string): Promise<string> {
    await this.attempts.check(actor);
    const found = await this.tenancy.shopTransaction(async (tx) => {
      const asked = orderId === undefined ? null : await this.moves.lock(tx, orderId);
      const order = asked ?? (await this.moves.lockByCode(tx, normalizedCode(text)));
      if (order?.pickup_code !== normalizedCode(text)) return null;
      await this.handTo(tx, order, actor);
      return order.order_id;
    });
    if (found === null) return this.attempts.wrong(actor);
    await this.attempts.right(actor);
    return found;
  }

  /** The merchant found the order by name or phone and knows the customer; the journal says that no code was shown. */
  async withoutCode(orderId: string, actor: OrderActor): Promise<string> {
    return this.tenancy.shopTransaction(async (tx) => {
      const order = await this.moves.lock(tx, orderId);
      await this.handTo(tx, order, actor, { reason: 'without_code' });
      return order.order_id;
    });
  }

  async strike(orderId: string, strike: Strike, actor: OrderActor): Promise<string> {
    return this.tenancy.shopTransaction(async (tx) => {
      const order = await this.moves.lock(tx, orderId);
      await this.strikeFrom(tx, order, strike, actor);
      await this.news.struckMail(tx, order.order_id);
      return order.order_id;
    });
  }

  /** As `strike`, in the caller's transaction and without a mail. */
  async strikeIn(tx: EntityManager, orderId: string, strike: Strike, actor: OrderActor): Promise<string> {
    const order = await this.moves.lock(tx, orderId);
    return (await this.strikeFrom(tx, order, strike, actor)).order_id;
  }

  /** Within a transaction that holds the order; answers it as it is then. */
  async strikeFrom(tx: EntityManager, order: LockedOrder, strike: Strike, actor: OrderActor): Promise<LockedOrder> {
    const orderId = order.order_id;
    const { line, pieces, reason, backOnShelf = true } = strike;
    if (isFinal(order.status)) throw new MoveNotAllowedError({ from: order.status, to: order.status });
    const name = await strikeLine(tx, orderId, strike);
    if (order.struck + pieces >= order.pieces) throw new NothingLeftError();
    await tx.query(TOTAL_SQL, [currentShopId(), orderId]);
    if (backOnShelf) await this.news.stockReturned(tx, await returnStruckStock(tx, orderId, { line, pieces }));
    else await loseStruckStock(tx, orderId, { line, pieces });
    const comment = `${pieces} × ${name}${reason ? ` : ${reason}` : ''}`.slice(0, 500);
    await this.moves.note(tx, order, { to: order.status, actor, reason: 'struck', comment });
    await this.news.struck(tx, orderId);
    return { ...order, struck: order.struck + pieces };
  }

  /** Within a transaction that holds the order. */
  async handTo(tx: EntityManager, order: LockedOrder, actor: OrderActor, why: Pick<Move, 'reason' | 'comment'> = {}) {
    const to = order.struck > 0 ? 'partially_collected' : 'collected';
    await this.moves.move(tx, order, { to, actor, ...why });
  }
}

/** Answers the line's name. */
async function strikeLine(tx: EntityManager, orderId: string, { line, pieces, reason }: Strike): Promise<string> {
  const [found] = await tx.query<{ name: string; left: number }[]>(
    'select name, quantity - struck as left from order_line where shop_id = $1 and order_id = $2 and line = $3',
    [currentShopId(), orderId, line],
  );
  if (!found) throw new NotFoundError();
  if (!Number.isInteger(pieces) || pieces < 1 || pieces > found.left)
    throw new StrikeTooLargeError({ left: found.left });
  await tx.query(STRIKE_SQL, [currentShopId(), orderId, line, pieces, reason?.slice(0, 200) ?? null]);
  return found.name;
}

const STRIKE_SQL = `
  update order_line set struck = struck + $4, strike_reason = coalesce($5, strike_reason)
  where shop_id = $1 and order_id = $2 and line = $3`;

const TOTAL_SQL = `
  update shop_order o set total_cents = (
    select sum(l.unit_cents * (l.quantity - l.struck)) from order_line l
    where l.shop_id = $1 and l.order_id = o.order_id)
  where o.shop_id = $1 and o.order_id = $2`;
