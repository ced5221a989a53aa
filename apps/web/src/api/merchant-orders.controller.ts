import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { NotFoundError } from '#libs/kernel';
import { OrderBook, Orders } from '#libs/orders';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute, type RouteDescription } from '../http/route-description.js';
import { Actor } from '../http/site-request.js';
import { shopOrder, shopOrderSchema } from './order-answer.js';

type ShopOrder = z.infer<typeof shopOrderSchema>;

const listQuery = z.object({
  q: z.string().trim().max(100).optional(),
  state: z.enum(['open', 'finished']).default('open'),
});

const refusalBody = z.object({
  reason: z.enum(['sold_out', 'closed', 'too_busy', 'other']),
  sentence: z.string().trim().max(500).nullish(),
  missing: z
    .array(z.int().min(1).max(100))
    .max(100)
    .default([])
    .describe('With `sold_out`: the lines that were not there and do not go back on sale; none named: all'),
});

const handoverBody = z.object({ code: z.string().trim().min(1).max(40) });

const strikeBody = z.object({
  line: z.int().min(1).max(100),
  pieces: z.int().min(1).max(9999),
  reason: z.string().trim().max(200).nullish(),
  backOnShelf: z.boolean().default(true).describe('False: missing or damaged, the stock does not get it back'),
});

const proposalsBody = z.object({ slotIds: z.array(z.string().max(60)).min(1).max(3) });

const actorOf = (person: SignedIn): string => `person:${person.personId}`;

/** The merchant's orders for a till, by the bearer token of a shop. */
@Controller('@portal/api/v1/shop/orders')
export class MerchantOrdersController {
  constructor(
    private readonly book: OrderBook,
    private readonly orders: Orders,
  ) {}

  @Get()
  @Policy('api_shop')
  async list(@Query() query: unknown): Promise<{ orders: ShopOrder[] }> {
    const { q, state } = parseForm(listQuery, query);
    const found = q ? this.book.find(q) : state === 'open' ? this.book.board() : this.book.finished();
    return { orders: (await found).map(shopOrder) };
  }

  @Get(':id')
  @Policy('api_shop')
  async show(@Param('id') id: string): Promise<ShopOrder> {
    const order = await this.book.byId(id);
    if (!order) throw new NotFoundError();
    return shopOrder(order);
  }

  @Post(':id/acceptance')
  @HttpCode(200)
  @Policy('api_shop')
  async accept(@Param('id') id: string, @Actor() actor: SignedIn): Promise<ShopOrder> {
    return shopOrder(await this.orders.accept(id, actorOf(actor)));
  }

  @Post(':id/refusal')
  @HttpCode(200)
  @Policy('api_shop')
  async refuse(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn): Promise<ShopOrder> {
    return shopOrder(await this.orders.refuse(id, parseForm(refusalBody, body), actorOf(actor)));
  }

  @Post(':id/readiness')
  @HttpCode(200)
  @Policy('api_shop')
  async ready(@Param('id') id: string, @Actor() actor: SignedIn): Promise<ShopOrder> {
    return shopOrder(await this.orders.markReady(id, actorOf(actor)));
  }

  @Post(':id/handover')
  @HttpCode(200)
  @Policy('api_shop')
  async handOver(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn): Promise<ShopOrder> {
    return shopOrder(await this.orders.collect(parseForm(handoverBody, body).code, actorOf(actor), id));
  }

  @Post(':id/no-show')
  @HttpCode(200)
  @Policy('api_shop')
  async noShow(@Param('id') id: string, @Actor() actor: SignedIn): Promise<ShopOrder> {
    return shopOrder(await this.orders.declareNoShow(id, actorOf(actor)));
  }

  @Post(':id/strikes')
  @HttpCode(200)
  @Policy('api_shop')
  async strike(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn): Promise<ShopOrder> {
    return shopOrder(await this.orders.strike(id, parseForm(strikeBody, body), actorOf(actor)));
  }

  @Post(':id/slot-proposals')
  @HttpCode(200)
  @Policy('api_shop')
  async propose(@Param('id') id: string, @Body() body: unknown, @Actor() actor: SignedIn): Promise<ShopOrder> {
    return shopOrder(await this.orders.proposeSlots(id, parseForm(proposalsBody, body).slotIds, actorOf(actor)));
  }
}

const params = z.object({ id: z.string() });
const answers = { 200: { description: 'The order as it is now', schema: shopOrderSchema } };
const problems = { 401: ['http.bad_token'], 404: ['not_found'], 409: ['orders.move_not_allowed'] };

const verb = (path: string, summary: string, more: Partial<RouteDescription> = {}): RouteDescription =>
  describeRoute({
    method: 'post',
    path: `/shop/orders/{id}/${path}`,
    summary,
    policy: 'api_shop',
    params,
    answers,
    problems,
    ...more,
  });

describeRoute({
  method: 'get',
  path: '/shop/orders',
  summary:
    'Orders that need the shop, those that are finished, or those that match code, number, name, phone or e-mail',
  policy: 'api_shop',
  query: listQuery,
  answers: { 200: { description: 'By slot', schema: z.object({ orders: z.array(shopOrderSchema) }) } },
  problems: { 401: ['http.bad_token'] },
});
describeRoute({
  method: 'get',
  path: '/shop/orders/{id}',
  summary: 'One order',
  policy: 'api_shop',
  params,
  answers,
  problems: { 401: ['http.bad_token'], 404: ['not_found'] },
});
verb('acceptance', 'Accepts an order');
verb('refusal', 'Refuses an order; slot and stock return, but for what is sold out', {
  body: refusalBody,
  problems: { ...problems, 422: ['input.invalid', 'orders.sentence_missing'] },
});
verb('readiness', 'The order can be collected; the customer is told');
verb('handover', 'Hands the order over to whoever shows its pickup code', {
  body: handoverBody,
  problems: { ...problems, 404: ['not_found', 'orders.code_unknown'], 429: ['orders.code_paused'] },
});
verb('strikes', 'Takes pieces out of a line; total and stock follow', {
  body: strikeBody,
  problems: { ...problems, 422: ['input.invalid', 'orders.strike_too_large'] },
});
verb('no-show', 'Closes an order that nobody came for, once its slot is over; stock returns', {
  problems: { ...problems, 409: ['orders.move_not_allowed', 'orders.slot_not_over'] },
});
verb('slot-proposals', 'Proposes up to three other slots; the customer chooses', {
  body: proposalsBody,
  problems: { ...problems, 422: ['input.invalid', 'orders.proposals'] },
});
