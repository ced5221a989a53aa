import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { SignedIn } from '#libs/accounts';
import { type Closure, closureInput, type ClosurePreview, Closures } from '#libs/closures';
import { parseForm } from '../http/form.js';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import { Actor } from '../http/site-request.js';

const closureSchema = z.object({
  closureId: z.string(),
  title: z.string(),
  reason: z.string().nullable(),
  from: z.iso.date(),
  until: z.iso.date().nullable().describe('Last day; null: until further notice'),
  territory: z.object({ kind: z.string(), codes: z.array(z.string()) }),
  trades: z.array(z.string()),
  nafs: z.array(z.string()),
  exemptTrades: z.array(z.string()),
  exemptNafs: z.array(z.string()),
  collects: z.boolean().describe('Orders are handed over at the door'),
  collectFrom: z.string().nullable(),
  collectUntil: z.string().nullable(),
  createdAt: z.string(),
  cancelledAt: z.string().nullable(),
  shops: z.int().describe('Shops concerned'),
  openShops: z.int(),
});
const previewSchema = z.object({
  shops: z.int(),
  openShops: z.int(),
  orders: z.int().describe('Orders to be collected on these days'),
  trades: z.array(z.object({ trade: z.string(), shops: z.int() })),
});

const endBody = z.strictObject({ lastDay: z.iso.date({ error: 'closures.day' }) });

/** Closure orders for programs, by the bearer token of a region admin. */
@Controller('@portal/api/v1/territory/closure-orders')
export class ClosureOrdersApiController {
  constructor(private readonly closures: Closures) {}

  @Get()
  @Policy('api_region')
  async list(): Promise<{ closureOrders: Closure[] }> {
    return { closureOrders: await this.closures.list() };
  }

  @Post()
  @HttpCode(201)
  @Policy('api_region')
  async create(@Actor() actor: SignedIn, @Body() body: unknown): Promise<Closure> {
    return this.closures.create(parseForm(closureInput, body), actor.personId);
  }

  @Post('preview')
  @HttpCode(200)
  @Policy('api_region')
  async preview(@Body() body: unknown): Promise<ClosurePreview> {
    return this.closures.preview(parseForm(closureInput, body));
  }

  @Post(':closureId/end')
  @HttpCode(200)
  @Policy('api_region')
  async end(@Param('closureId') closureId: string, @Body() body: unknown): Promise<Closure> {
    return this.closures.end(closureId, parseForm(endBody, body).lastDay);
  }

  @Delete(':closureId')
  @HttpCode(204)
  @Policy('api_region')
  async undo(@Actor() actor: SignedIn, @Param('closureId') closureId: string): Promise<void> {
    await this.closures.undo(closureId, actor.personId);
  }
}

const policy = 'api_region';
const path = '/territory/closure-orders';
const params = z.object({ closureId: z.string() });
const problems = { 401: ['http.bad_token'], 403: ['http.forbidden'] };
const refused = { ...problems, 422: ['input.invalid'] };
const gone = { ...problems, 404: ['not_found'], 409: ['closures.over'] };

describeRoute({
  method: 'get',
  path,
  summary: 'Closure orders of the region, those that hold first',
  policy,
  answers: { 200: { description: 'At most 200', schema: z.object({ closureOrders: z.array(closureSchema) }) } },
  problems,
});
describeRoute({
  method: 'post',
  path,
  summary: 'Closes shops to the public by trade, place and dates; they collect at the door',
  policy,
  body: closureInput,
  answers: { 201: { description: 'The order, in force from its first day', schema: closureSchema } },
  problems: refused,
});
describeRoute({
  method: 'post',
  path: `${path}/preview`,
  summary: 'What an order would touch; nothing is written',
  policy,
  body: closureInput,
  answers: { 200: { description: 'Shops and orders concerned', schema: previewSchema } },
  problems: refused,
});
describeRoute({
  method: 'post',
  path: `${path}/{closureId}/end`,
  summary: 'Says the last day of an order',
  policy,
  params,
  body: endBody,
  answers: { 200: { description: 'The order as it is now', schema: closureSchema } },
  problems: { ...gone, 422: ['input.invalid'] },
});
describeRoute({
  method: 'delete',
  path: `${path}/{closureId}`,
  summary: 'Undoes an order, as if it had never been',
  policy,
  params,
  answers: { 204: { description: 'Done', schema: null } },
  problems: gone,
});
