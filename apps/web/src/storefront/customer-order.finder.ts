import { Injectable } from '@nestjs/common';
import { Attempts } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { OrderBook, type OrderDetails } from '#libs/orders';
import type { Request } from '../http/site-request.js';

const MISSES = 19;
const MISS_SECONDS = 900;

/** The order behind a customer's link. */
@Injectable()
export class CustomerOrderFinder {
  constructor(
    private readonly book: OrderBook,
    private readonly attempts: Attempts,
  ) {}

  /** Whoever tries links that lead nowhere is stopped; a customer with a link is not. @throws NotFoundError */
  async find(request: Request, token: string): Promise<OrderDetails> {
    const order = await this.book.byToken(token);
    if (order) return order;
    await this.attempts.count([
      { kind: 'order.link', subject: request.ip, limit: MISSES, windowSeconds: MISS_SECONDS },
    ]);
    throw new NotFoundError();
  }
}
