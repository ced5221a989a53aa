import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import { PaymentEvents } from '#libs/payments';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import type { Request } from '../http/site-request.js';

/** Where Stripe tells what happened on the shops' accounts (an endpoint of kind « Connect »). */
@Controller('@portal/api/v1/payments/stripe-events')
export class StripeEventsController {
  constructor(private readonly events: PaymentEvents) {}

  @Post()
  @HttpCode(200)
  @Policy('public', { keepsRawBody: true })
  async receive(
    @Req() request: Request,
    @Headers('stripe-signature') signature: string | undefined,
  ): Promise<{ received: true }> {
    await this.events.receive(request.rawBody ?? Buffer.alloc(0), signature ?? '');
    return { received: true };
  }
}

describeRoute({
  method: 'post',
  path: '/payments/stripe-events',
  summary: 'Events of Stripe about the shops’ own accounts; signed, and each handled once',
  policy: 'public',
  headers: z.object({ 'Stripe-Signature': z.string() }),
  answers: {
    200: { description: 'Taken, known already, or of no use here', schema: z.object({ received: z.literal(true) }) },
  },
  problems: { 400: ['payments.bad_signature'], 409: ['payments.not_configured'] },
});
