import { Body, Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import {
  type ProposedRound,
  proposalInputSchema,
  type RoundInput,
  roundInputSchema,
  Rounds,
  type Shelf,
  type StopSlot,
  type Trip,
} from '#libs/rounds';
import { Policy } from '../http/policy.js';
import { describeRoute } from '../http/route-description.js';
import { customerOrder, customerOrderSchema } from './order-answer.js';

const slotSchema = z.object({ id: z.string(), start: z.string(), end: z.string() });
const legSchema = z.object({ mode: z.enum(['walk', 'drive']), metres: z.int(), minutes: z.int() });

const tripSchema = z.object({
  day: z.string(),
  start: z.string(),
  finish: z.string(),
  travelMinutes: z.int(),
  metres: z.int(),
  stops: z.array(
    z.object({
      shop: z.string(),
      slot: slotSchema,
      arrival: z.string(),
      departure: z.string(),
      leg: legSchema.nullable(),
      otherSlots: z.array(slotSchema),
    }),
  ),
});

const proposalSchema = z.object({
  trip: tripSchema.nullable(),
  none: z
    .object({
      blocking: z.string(),
      reason: z.enum(['no_slot', 'apart']),
      otherDay: tripSchema.nullable(),
      without: tripSchema.nullable(),
      twoTrips: z.array(tripSchema).nullable(),
    })
    .nullable(),
});

const roundSchema = z.object({
  token: z.string(),
  url: z.string(),
  calendarUrl: z.string(),
  placedAt: z.string(),
  trips: z.array(tripSchema).nullable(),
  orders: z.array(customerOrderSchema.extend({ shop: z.string() })),
});

/** Several shops in one trip: what the portal's checkout does, for other programs. */
@Controller('@portal/api/v1/rounds')
export class RoundsController {
  constructor(
    private readonly rounds: Rounds,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post('proposals')
  @HttpCode(200)
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  async propose(@Body() body: unknown): Promise<z.infer<typeof proposalSchema>> {
    const proposed = await this.rounds.propose(body as z.input<typeof proposalInputSchema>);
    const { proposal, others, shelves } = proposed;
    const trip = (each: Trip | null) => each && tripAnswer(each, shelves, others);
    if (proposal.trip) return { trip: trip(proposal.trip), none: null };
    const { blocking, reason, otherDay, without, twoTrips } = proposal.none;
    return {
      trip: null,
      none: {
        blocking: slugOf(shelves, blocking),
        reason,
        otherDay: trip(otherDay),
        without: trip(without),
        twoTrips: twoTrips && twoTrips.map((each) => tripAnswer(each, shelves, others)),
      },
    };
  }

  @Post()
  @Policy('public', { rate: { max: 60, seconds: 60 } })
  async place(
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<z.infer<typeof roundSchema>> {
    const { round } = await this.rounds.place(body as RoundInput, key ?? '');
    const shelves = round.orders.map(({ shop }) => shop);
    return {
      token: round.token,
      url: round.url,
      calendarUrl: `${publicOrigin(this.settings)}/tournees/${round.token}/agenda.ics`,
      placedAt: round.placedAt,
      trips: round.trips && round.trips.map((trip) => tripAnswer(trip, shelves, new Map())),
      orders: round.orders.map(({ order, shop }) => ({ shop: shop.slug, ...customerOrder(order) })),
    };
  }
}

const instant = (at: number): string => new Date(at).toISOString();

const slugOf = (shelves: Shelf[], shopId: string): string =>
  shelves.find((shelf) => shelf.shopId === shopId)?.slug ?? '';

const slotAnswer = ({ id, start, end }: StopSlot) => ({ id, start: instant(start), end: instant(end) });

function tripAnswer(trip: Trip, shelves: Shelf[], others: ProposedRound['others']): z.infer<typeof tripSchema> {
  const { day, start, finish, travelMinutes, metres } = trip;
  return {
    day,
    start: instant(start),
    finish: instant(finish),
    travelMinutes,
    metres,
    stops: trip.stops.map(({ id, slot, arrival, departure, leg }) => ({
      shop: slugOf(shelves, id),
      slot: slotAnswer(slot),
      arrival: instant(arrival),
      departure: instant(departure),
      leg,
      otherSlots: (others.get(id) ?? []).map(slotAnswer),
    })),
  };
}

describeRoute({
  method: 'post',
  path: '/rounds/proposals',
  summary:
    'Proposes one trip over several shops: over first, then least travel. Without one it names the shop in the way and what is nearest.',
  policy: 'public',
  body: proposalInputSchema,
  answers: { 200: { description: 'A trip, or why there is none', schema: proposalSchema } },
  problems: { 404: ['rounds.shop_unknown'], 422: ['input.invalid'] },
});

describeRoute({
  method: 'post',
  path: '/rounds',
  summary:
    'Places one order a shop, all or none. The slots must make one trip a day. The same Idempotency-Key with the same body answers the same orders.',
  policy: 'public',
  headers: z.object({ 'Idempotency-Key': z.string().min(1).max(200) }),
  body: roundInputSchema,
  answers: { 201: { description: 'Placed; the customer pays in each shop', schema: roundSchema } },
  problems: {
    404: ['rounds.shop_unknown', 'orders.variant_unknown'],
    409: ['orders.sold_out', 'orders.slot_full', 'orders.shop_not_open', 'rounds.not_feasible', 'rounds.price_changed'],
    422: ['input.invalid', 'orders.slot_closed', 'rounds.key_reused', 'orders.key_missing'],
  },
});
