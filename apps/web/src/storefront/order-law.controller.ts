import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { AppError, InvalidInputError } from '#libs/kernel';
import type { OrderDetails } from '#libs/orders';
import { Withdrawals } from '#libs/payments';
import { TermsVersions } from '#libs/shops';
import { errorSentences } from '../http/error-sentences.js';
import { redirectTo } from '../http/flash.js';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { CustomerOrderFinder } from './customer-order.finder.js';
import { orderView } from './order.page.js';
import { ShopPages } from './shop-pages.service.js';
import { acceptedTermsView } from './texts.page.js';
import { declarationOf, withdrawalForm, type WithdrawalAnswers } from './withdrawal.page.js';

/** What the law gives the customer of an order: the terms as they were accepted, and the way out of the contract. */
@Controller('@shop/commandes/:token')
export class OrderLawController {
  constructor(
    private readonly pages: ShopPages,
    private readonly finder: CustomerOrderFinder,
    private readonly terms: TermsVersions,
    private readonly withdrawals: Withdrawals,
  ) {}

  @Get('conditions')
  @Policy('customer_link')
  async accepted(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const order = await this.finder.find(request, token);
    const version = order.termsHash === null ? null : await this.terms.byHash(order.termsHash);
    if (!version) return redirectTo(reply, '/conditions');
    const page = await this.pages.readForOrder(request, reply);
    this.send(reply, page.theme.render('page', acceptedTermsView(page, order, version)));
  }

  /** First step: what the declaration will say. Nothing is declared by opening it. */
  @Get('retractation')
  @Policy('customer_link')
  async ask(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const order = await this.finder.find(request, token);
    await this.show(request, reply, order, {
      name: order.customer.name,
      email: order.customer.email,
      lines: null,
      errors: {},
    });
  }

  /** Second step: « Confirmer la rétractation ». */
  @Post('retractation')
  @Policy('customer_link', { rate: { max: 30, seconds: 60 } })
  async confirm(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string, @Body() body: unknown) {
    const order = await this.finder.find(request, token);
    const answers = declarationOf(body);
    try {
      await this.withdrawals.declare(order.token, { ...answers, lines: answers.lines ?? [] });
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      if (!(error instanceof InvalidInputError)) {
        return redirectTo(reply, `/commandes/${order.token}`, { tone: 'warning', key: 'order.withdrawal_closed' });
      }
      const errors = Object.fromEntries(
        error.errors.map((each) => [each.path.split('.')[0], errorSentences().say(each)]),
      );
      return this.show(request, reply, order, { ...answers, errors }, 422);
    }
    redirectTo(reply, `/commandes/${order.token}`, { key: 'order.withdrawn_flash' });
  }

  private async show(
    request: Request,
    reply: Reply,
    order: OrderDetails,
    answers: WithdrawalAnswers,
    status = 200,
  ): Promise<void> {
    const offer = await this.withdrawals.offer(order);
    const page = await this.pages.readForOrder(request, reply);
    const view = await orderView(page, order, offer);
    const withdrawal = offer && withdrawalForm(order, offer, answers);
    this.send(reply, page.theme.render('order', { ...view, withdrawal }), status);
  }

  private send(reply: Reply, html: string, status = 200): void {
    reply.header('cache-control', 'private, no-store').header('referrer-policy', 'same-origin');
    this.pages.send(reply, html, status);
  }
}
