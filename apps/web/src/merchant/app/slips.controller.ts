import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { NotFoundError } from '#libs/kernel';
import { OrderBook, type OrderDetails } from '#libs/orders';
import { Shops } from '#libs/shops';
import { parseForm } from '../../http/form.js';
import { page, Pages } from '../../http/pages.js';
import { Policy } from '../../http/policy.js';
import type { Reply } from '../../http/site-request.js';
import { isOf, PAPERS, slipOf, slotChoices } from './slip.mapper.js';

const slipQuery = z.object({
  papier: z.enum(PAPERS).catch('a4'),
  prix: z.enum(['oui', 'non']).catch('oui'),
  retrait: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?$/)
    .optional()
    .catch(undefined),
});

type SlipQuery = z.infer<typeof slipQuery>;

/** Slips to print: of one order, or of all that wait for one day or slot. */
@Controller('@gestion/commandes')
export class SlipsController {
  constructor(
    private readonly book: OrderBook,
    private readonly shops: Shops,
    private readonly pages: Pages,
  ) {}

  @Get('bons')
  @Policy('shop_member')
  async ofDay(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const asked = parseForm(slipQuery, query);
    const waiting = (await this.book.board()).filter(({ status }) => status !== 'placed');
    const choices = slotChoices(waiting);
    const chosen = asked.retrait ?? choices[0]?.value ?? '';
    const orders = waiting.filter((order) => isOf(order, chosen));
    await this.show(reply, asked, orders, { action: '/commandes/bons', back: '/commandes', choices, chosen });
  }

  @Get(':id/bon')
  @Policy('shop_member')
  async ofOrder(@Param('id') id: string, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const order = await this.book.byId(id);
    if (!order) throw new NotFoundError();
    const back = `/commandes/${order.orderId}`;
    const where = { action: `${back}/bon`, back, choices: [], chosen: '' };
    await this.show(reply, parseForm(slipQuery, query), [order], where);
  }

  private async show(
    reply: Reply,
    { papier, prix }: SlipQuery,
    orders: OrderDetails[],
    where: SlipsPage,
  ): Promise<void> {
    const shop = await this.shops.current();
    const title = this.pages.say('merchant', orders.length === 1 ? 'slips.title_one' : 'slips.title');
    await page(reply, 'merchant/slips', {
      ...where,
      title,
      shopName: shop.name,
      choices: where.choices.map((each) => ({ ...each, isChosen: each.value === where.chosen })),
      slips: orders.map(slipOf),
      isRoll: papier === '80mm',
      hasPrices: prix === 'oui',
    });
  }
}

interface SlipsPage {
  action: string;
  back: string;
  choices: { value: string; label: string; count: number }[];
  chosen: string;
}
