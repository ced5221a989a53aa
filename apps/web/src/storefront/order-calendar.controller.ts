import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { orderCalendar } from '#libs/orders';
import { SETTINGS, type Settings } from '#libs/platform';
import { Policy } from '../http/policy.js';
import type { Reply, Request } from '../http/site-request.js';
import { CustomerOrderFinder } from './customer-order.finder.js';
import { communeName } from './frame.mapper.js';
import { ShopPages } from './shop-pages.service.js';

/** The pickup as an entry of the customer's calendar. */
@Controller('@shop/commandes')
export class OrderCalendarController {
  constructor(
    private readonly pages: ShopPages,
    private readonly finder: CustomerOrderFinder,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':token/agenda.ics')
  @Policy('customer_link')
  async calendar(@Req() request: Request, @Res() reply: Reply, @Param('token') token: string): Promise<void> {
    const order = await this.finder.find(request, token);
    const { row } = await this.pages.readAny(request, {}, null);
    const { name, address_line: street, postcode, email } = row.shop;
    const place = [street, [postcode, communeName(row.shop, this.settings)].join(' ')].filter(Boolean).join(', ');
    const value = orderCalendar(order, { name, place, email: email ?? null, domain: this.settings.baseDomain });
    void reply.header('cache-control', 'private, no-store').type('text/calendar; charset=utf-8').send(value);
  }
}
