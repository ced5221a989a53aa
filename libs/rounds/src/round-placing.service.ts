import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppError, Clock, newId } from '#libs/kernel';
import { KeyMissingError, Orders, SlotClosedError, SlotFullError } from '#libs/orders';
import { Jobs } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { checked, type CheckedRound, type RoundInput, roundInputSchema } from './round-input.js';
import { RoundLinks } from './round-links.js';
import { ROUND_MAIL_TASK } from './round-mail.job.js';
import { tripsOf } from './round-proposal.js';
import {
  PriceChangedError,
  RoundKeyReusedError,
  RoundNotFeasibleError,
  UnknownShopInRoundError,
} from './rounds.errors.js';
import { type Shelf, stopOf } from './shelf.js';
import { Shelves } from './shelves.service.js';
import type { RoundStop } from './trip.js';

/** Which round the request led to. */
export interface PlacedRound {
  roundId: string;
  isRepeat: boolean;
}

type OrderWish = CheckedRound['orders'][number];

interface Wish {
  shopId: string;
  order: OrderWish;
}

/** Placing several orders: all of them in one transaction that becomes one shop after the other, or none. */
@Injectable()
export class RoundPlacing {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly shelves: Shelves,
    private readonly orders: Orders,
    private readonly links: RoundLinks,
    private readonly jobs: Jobs,
  ) {}

  async place(input: RoundInput, idempotencyKey: string): Promise<PlacedRound> {
    if (idempotencyKey.length < 1 || idempotencyKey.length > 200) throw new KeyMissingError();
    const round = checked(roundInputSchema, input);
    const key = { key: this.links.hash(idempotencyKey), body: this.links.hash(JSON.stringify(round)) };
    const earlier = await this.tenancy.publicTransaction((tx) => earlierRound(tx, key));
    if (earlier) return { roundId: earlier, isRepeat: true };
    const wishes = await this.wishes(round);
    await this.refuseWhatCannotBeGone(round, wishes);
    return this.placeAll(round, wishes, key);
  }

  /** In the order of the shops' ids, in which they are entered. */
  private async wishes(round: CheckedRound): Promise<Wish[]> {
    const wishes: Wish[] = [];
    for (const order of round.orders) {
      wishes.push({ shopId: await this.shelves.idOf(order.shop), order });
    }
    return wishes.sort((a, b) => (a.shopId < b.shopId ? -1 : 1));
  }

  /** Slots that are gone or full, prices that were shown otherwise, and shops that cannot be reached one after the other. */
  private async refuseWhatCannotBeGone({ fromCommune }: CheckedRound, wishes: Wish[]): Promise<void> {
    const shelves = await this.shelves.read(wishes.map(({ shopId, order }) => ({ shopId, lines: order.lines })));
    const byId = new Map(shelves.map((shelf) => [shelf.shopId, shelf]));
    const stops = wishes.map(({ shopId, order }) => {
      const shelf = byId.get(shopId);
      if (!shelf) throw new UnknownShopInRoundError({ shop: order.shop });
      refuseChangedPrices(shelf, order);
      return shelf.isOpen ? chosenStop(shelf, order.slotId) : null;
    });
    // A shop that takes no orders says so itself when its turn comes.
    if (stops.includes(null)) return;
    const from = fromCommune ? this.shelves.pointOf(fromCommune) : null;
    const { blocking } = tripsOf(stops as RoundStop[], { from, now: Clock.now().epochMilliseconds });
    if (blocking === null) return;
    const { slug, name } = byId.get(blocking)!;
    throw new RoundNotFeasibleError({ shop: slug, shopName: name });
  }

  private async placeAll(round: CheckedRound, wishes: Wish[], key: Key): Promise<PlacedRound> {
    return this.tenancy.shopsTransaction(async (visits) => {
      const roundId = newId();
      const linkHash = this.links.hash(this.links.token(roundId));
      const claimed = await visits.outside(async (tx) => {
        const now = Clock.now().toString();
        const values = [roundId, key.key, key.body, linkHash, round.fromCommune, now];
        const rows = await tx.query<unknown[]>(CLAIM_SQL, values);
        return rows.length > 0 ? null : earlierRound(tx, key);
      });
      if (claimed) return { roundId: claimed, isRepeat: true };
      const orderIds: string[] = [];
      for (const { shopId, order } of wishes) {
        orderIds.push(await visits.inShop(shopId, () => this.placeOne(round, order, roundId)));
      }
      await visits.outside(async (tx) => {
        await tx.query(STOPS_SQL, [roundId, wishes.map(({ shopId }) => shopId), orderIds]);
        await this.jobs.enqueue(tx, ROUND_MAIL_TASK, { shopId: null, roundId });
      });
      return { roundId, isRepeat: false };
    });
  }

  /** A refusal says which shop it is about. */
  private async placeOne(round: CheckedRound, wish: OrderWish, roundId: string): Promise<string> {
    const { customer, language, wantsTexts } = round;
    const { shop, slotId, note, termsHash } = wish;
    const lines = wish.lines.map(({ variantId, quantity, substitution }) => ({ variantId, quantity, substitution }));
    try {
      const input = { customer, slotId, lines, note, termsHash, language, wantsTexts };
      const { order } = await this.orders.place(input, `round:${roundId}`);
      return order.orderId;
    } catch (error) {
      if (error instanceof AppError) Object.assign(error.details, { shop });
      throw error;
    }
  }
}

interface Key {
  key: string;
  body: string;
}

async function earlierRound(tx: EntityManager, { key, body }: Key): Promise<string | null> {
  const [earlier] = await tx.query<{ round_id: string; body_hash: string }[]>(
    'select round_id, body_hash from customer_round where key_hash = $1',
    [key],
  );
  if (earlier && earlier.body_hash !== body) throw new RoundKeyReusedError();
  return earlier?.round_id ?? null;
}

function chosenStop(shelf: Shelf, slotId: string): RoundStop {
  const slot = shelf.slots.find(({ id }) => id === slotId);
  if (slot && slot.remaining > 0) {
    const stop = stopOf(shelf);
    return { ...stop, slots: stop.slots.filter(({ id }) => id === slotId) };
  }
  const slots = shelf.slots.filter(({ remaining }) => remaining > 0).slice(0, 3);
  const details = { slots, shop: shelf.slug, shopName: shelf.name };
  throw slot ? new SlotFullError(details) : new SlotClosedError(details);
}

function refuseChangedPrices(shelf: Shelf, { lines }: OrderWish): void {
  for (const { variantId, shownCents } of lines) {
    const variant = shelf.variants.find((each) => each.variantId === variantId.toLowerCase());
    if (!variant || shownCents === null || shownCents === undefined || variant.cents === shownCents) continue;
    const { name, cents } = variant;
    throw new PriceChangedError({ name, variantId, shownCents, cents, shop: shelf.slug, shopName: shelf.name });
  }
}

/** Waits for a request with the same key. */
const CLAIM_SQL = `
  insert into customer_round (round_id, key_hash, body_hash, link_hash, from_insee, created_at)
  values ($1, $2, $3, $4, $5, $6::timestamptz)
  on conflict (key_hash) do nothing returning round_id`;

const STOPS_SQL = `
  insert into customer_round_stop (round_id, shop_id, order_id)
  select $1, shop_id, order_id from unnest($2::uuid[], $3::uuid[]) as s (shop_id, order_id)`;
