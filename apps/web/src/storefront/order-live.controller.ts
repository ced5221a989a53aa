import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { EventStreams } from '../http/event-streams.js';
import { redirectTo } from '../http/flash.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { CustomerOrderFinder } from './customer-order.finder.js';
import { OrderNewsroom } from './order-newsroom.js';

/** The moves of an order as they happen. */
@Controller('@shop/commandes/:token')
export class OrderLiveController {
  constructor(
    private readonly finder: CustomerOrderFinder,
    private readonly newsroom: OrderNewsroom,
    private readonly streams: EventStreams,
  ) {}

  /** Says when the order moved; the page then asks for itself anew. Whoever is no event source gets the page. */
  @Get('direct')
  @Policy('customer_link')
  async live(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const { orderId } = await this.finder.find(request, token);
    if (!request.headers.accept?.includes('text/event-stream')) return redirectTo(reply, `/commandes/${token}`);
    // Listens before it answers: from the first byte on, no move is missed.
    let send: ReturnType<EventStreams['begin']> | null = null;
    const stop = await this.newsroom.follow(orderId, () => send?.('moved', orderId));
    try {
      send = this.streams.begin(request, reply, stop);
    } catch (error) {
      stop();
      throw error;
    }
    if (reply.raw.destroyed) stop();
  }
}
