import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { CustomerLinks, CustomerOrders, LINK_MINUTES } from '#libs/customers';
import { redirectTo } from '../../http/flash.js';
import { freshForm, type FormView, parseForm, refusedForm } from '../../http/form.js';
import { page } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply, Request } from '../../http/site-request.js';
import { say } from '../portal-sentences.js';
import { CustomerSession } from './customer-session.js';
import { KeptOrders } from './kept-orders.js';

const emailForm = z.object({ email: z.string().trim().max(254) });
const eraseForm = z.object({ sure: z.literal('yes', 'customers.sure_needed') });

/** An address proven by mail, in place of an account; what the shops know of it, as a file, and its end. */
@Controller('@portal/mes-commandes')
export class CustomerAccountController {
  constructor(
    private readonly links: CustomerLinks,
    private readonly orders: CustomerOrders,
    private readonly session: CustomerSession,
    private readonly kept: KeptOrders,
  ) {}

  @Get('connexion')
  @Policy('public')
  async ask(@Res() reply: Reply): Promise<void> {
    await this.showAsk(reply, freshForm());
  }

  /** The same answer, whether the address has orders or not. */
  @Post('connexion')
  @Policy('public', { rate: { max: 20, seconds: 60 } })
  async request(@Req() request: Request, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    try {
      await this.links.request(parseForm(emailForm, body).email, request.ip);
    } catch (error) {
      return this.showAsk(reply, refusedForm(error, body, 'email'));
    }
    const model = { title: say('my_orders.sent_title'), noindex: true, minutes: LINK_MINUTES };
    await page(reply, 'portal/my-orders/sent', model);
  }

  /** Mail scanners open links: only the button behind this page signs in. */
  @Get('connexion/:link')
  @Policy('public')
  async enter(@Param('link') link: string, @Res() reply: Reply): Promise<void> {
    reply.header('referrer-policy', 'same-origin');
    await page(reply, 'portal/my-orders/enter', { title: say('my_orders.enter_title'), noindex: true, link });
  }

  @Post('connexion/:link')
  @Policy('public', { rate: { max: 30, seconds: 60 } })
  async open(@Req() request: Request, @Param('link') link: string, @Res() reply: Reply): Promise<void> {
    await this.session.open(request, reply, link);
    redirectTo(reply, '/mes-commandes', { key: 'my_orders.signed_in' });
  }

  @Post('deconnexion')
  @Policy('public')
  async close(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    await this.session.close(request, reply);
    redirectTo(reply, '/mes-commandes', { tone: 'info', key: 'my_orders.signed_out' });
  }

  @Get('donnees')
  @Policy('public')
  async data(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    await this.showData(request, reply, freshForm());
  }

  @Post('donnees/export')
  @Policy('public', { rate: { max: 10, seconds: 60 } })
  async export(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const file = await this.orders.export(await this.session.needEmail(request));
    void reply
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'attachment; filename="mes-commandes.json"')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(file, null, 2));
  }

  @Post('donnees/effacement')
  @Policy('public', { rate: { max: 10, seconds: 60 } })
  async erase(@Req() request: Request, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const email = await this.session.needEmail(request);
    try {
      parseForm(eraseForm, body);
      await this.orders.erase(email);
    } catch (error) {
      return this.showData(request, reply, refusedForm(error, body, 'sure'));
    }
    this.kept.clear(reply);
    await this.session.close(request, reply);
    redirectTo(reply, '/mes-commandes', { key: 'my_orders.erased' });
  }

  private async showAsk(reply: Reply, form: FormView & { status?: number }): Promise<void> {
    const model = { title: say('my_orders.ask_title'), noindex: true, form };
    await page(reply, 'portal/my-orders/ask', model, { status: form.status ?? 200 });
  }

  private async showData(request: Request, reply: Reply, form: FormView & { status?: number }): Promise<void> {
    const email = await this.session.email(request);
    const model = { title: say('my_orders.data_title'), noindex: true, email, form };
    await page(reply, 'portal/my-orders/data', model, { status: form.status ?? 200 });
  }
}
