import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { CardCheckout, CardUnavailableError } from '#libs/payments';
import { SETTINGS, type Settings } from '#libs/platform';
import { redirectTo } from '../http/flash.js';
import { redirectToStripe } from '../http/payment-page.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { CustomerOrderFinder } from './customer-order.finder.js';

/** Paying an order by card, on Stripe's page. */
@Controller('@shop/commandes/:token/paiement')
export class OrderPaymentController {
  constructor(
    private readonly finder: CustomerOrderFinder,
    private readonly checkout: CardCheckout,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Where Stripe sends the customer back: looks at the payment, whether its event came already or not. */
  @Get()
  @Policy('customer_link', { rate: { max: 60, seconds: 60 } })
  async back(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const order = await this.finder.find(request, token);
    if (order.payment?.status === 'awaiting') await this.look(order.orderId);
    redirectTo(reply, `/commandes/${order.token}`);
  }

  @Post()
  @Policy('customer_link', { rate: { max: 30, seconds: 60 } })
  async pay(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const order = await this.finder.find(request, token);
    try {
      redirectToStripe(reply, await this.checkout.start(order), this.settings);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const key = error instanceof CardUnavailableError ? 'order.card_later' : 'order.card_over';
      redirectTo(reply, `/commandes/${order.token}`, { tone: 'warning', key });
    }
  }

  /** Stripe out of reach is no reason to keep the customer from the order: its event or the timer says it later. */
  private async look(orderId: string): Promise<void> {
    try {
      await this.checkout.refresh(orderId);
    } catch (error) {
      if (!(error instanceof CardUnavailableError)) throw error;
    }
  }
}
