import { Body, Controller, Get, Headers, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { type OrderInput, orderInputSchema, Orders } from '#libs/orders';
import { CardCheckout } from '#libs/payments';
import { PickupSlots, type Slot } from '#libs/pickup';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import { customerOrder, customerOrderSchema, slotSchema } from './order-answer.js';

const variantIds = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(',')))
  .transform((ids) => ids.map((id) => id.trim()).filter(Boolean))
  .pipe(z.array(z.string().max(100)).max(100));

const slotsQuery = z.object({
  days: z.coerce.number().int().min(1).max(60).optional(),
  variants: variantIds.optional(),
  items: z.coerce.number().int().min(1).max(9999).optional(),
});

const closureSchema = z
  .object({ title: z.string(), from: z.string(), until: z.string().nullable(), collects: z.boolean() })
  .describe('The closure order in force today: closed to the public, collect at the door');

const shopParams = z.object({ slug: z.string() });

/** What anybody may ask of a shop: when orders are collected, and to order. */
@Controller('@portal/api/v1/shops/:slug')
export class ShopOrdersController {
  constructor(
    private readonly pickup: PickupSlots,
    private readonly orders: Orders,
    private readonly card: CardCheckout,
  ) {}

  @Get('slots')
  @Policy('public', { shopParam: 'slug' })
  async slots(@Query() query: unknown): Promise<{ slots: Slot[]; closure: z.infer<typeof closureSchema> | null }> {
    const { days, variants, items } = parseForm(slotsQuery, query);
    const wanted = { ...(days ? { days } : {}), ...(items ? { items } : {}), variantIds: variants ?? [] };
    const { slots, closure } = await this.pickup.plan(wanted);
    return { slots, closure: closure && closureSchema.parse(closure) };
  }

  @Post('orders')
  @Policy('public', { shopParam: 'slug' })
  async place(
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<z.infer<typeof customerOrderSchema>> {
    const { order } = await this.orders.place(body as OrderInput, key ?? '');
    if (order.payment?.status !== 'awaiting') return customerOrder(order);
    return { ...customerOrder(order), paymentUrl: await this.card.start(order) };
  }
}

describeRoute({
  method: 'get',
  path: '/shops/{slug}/slots',
  summary: 'Pickup slots to come, full ones included. `days` counts open days; `variants` are ids with commas between.',
  policy: 'public',
  params: shopParams,
  query: z.object({ days: z.int().optional(), variants: z.string().optional(), items: z.int().optional() }),
  answers: { 200: { description: 'In order of time', schema: z.object({ slots: z.array(slotSchema) }) } },
  problems: { 404: ['not_found'], 422: ['input.invalid'] },
});

describeRoute({
  method: 'post',
  path: '/shops/{slug}/orders',
  summary: 'Places an order. The same Idempotency-Key with the same body answers the same order.',
  policy: 'public',
  params: shopParams,
  headers: z.object({ 'Idempotency-Key': z.string().min(1).max(200) }),
  body: orderInputSchema,
  answers: {
    201: {
      description: 'Placed. With `payment` `card` the customer pays at `paymentUrl`; the same again answers the same',
      schema: customerOrderSchema,
    },
  },
  problems: {
    404: ['not_found', 'orders.variant_unknown'],
    409: ['orders.sold_out', 'orders.slot_full', 'orders.shop_not_open', 'orders.card_not_offered'],
    422: ['input.invalid', 'orders.slot_closed', 'orders.terms_unknown', 'orders.key_reused', 'orders.key_missing'],
    503: ['payments.unavailable'],
  },
});
