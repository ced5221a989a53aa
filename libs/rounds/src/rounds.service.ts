import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { RoundBook, type RoundDetails } from './round-book.service.js';
import { checked, type ProposalInput, proposalInputSchema, type RoundInput } from './round-input.js';
import { RoundPlacing } from './round-placing.service.js';
import { otherSlots, proposeRound, type RoundProposal } from './round-proposal.js';
import { type Shelf, stopOf } from './shelf.js';
import { Shelves, type Wanted } from './shelves.service.js';
import type { Setting, StopSlot } from './trip.js';

/** A proposal with the shops it is over; `others` are further slots of each shop (by its id) that keep the round. */
export interface ProposedRound {
  shelves: Shelf[];
  setting: Setting;
  proposal: RoundProposal;
  others: Map<string, StopSlot[]>;
}

/** When the customer would like to go. */
export interface RoundWhen {
  fromCommune?: string | null | undefined;
  day?: string | null | undefined;
  /** `HH:mm`. */
  notBefore?: string | null | undefined;
}

/** One trip over several shops: several orders, one walk. Runs outside any shop. */
@Injectable()
export class Rounds {
  constructor(
    private readonly shelves: Shelves,
    private readonly placing: RoundPlacing,
    private readonly book: RoundBook,
  ) {}

  /** By the shops' slugs. InvalidInputError 422; UnknownShopInRoundError 404. */
  async propose(input: ProposalInput): Promise<ProposedRound> {
    const { orders, ...when } = checked(proposalInputSchema, input);
    const wanted: Wanted[] = [];
    for (const { shop, lines } of orders) {
      wanted.push({ shopId: await this.shelves.idOf(shop), lines });
    }
    return this.proposeFor(await this.shelves.read(wanted), when);
  }

  /** For shops that were read already. A shop that takes no orders has no slot. */
  proposeFor(shelves: Shelf[], { fromCommune, day = null, notBefore = null }: RoundWhen): ProposedRound {
    const setting = {
      from: fromCommune ? this.shelves.pointOf(fromCommune) : null,
      now: Clock.now().epochMilliseconds,
    };
    const stops = shelves.map((shelf) => stopOf(shelf, notBefore));
    const proposal = proposeRound(stops, setting, day);
    const { trip } = proposal;
    const others = new Map(shelves.map(({ shopId }) => [shopId, trip ? otherSlots(trip, stops, shopId, setting) : []]));
    return { shelves, setting, proposal, others };
  }

  /**
   * Places all orders or none. The same key with the same input answers the same round (`isRepeat`). What one order may be
   * refused for (Orders.place), with `shop` in the details; RoundNotFeasibleError and PriceChangedError 409,
   * UnknownShopInRoundError 404, RoundKeyReusedError 422: nothing is kept then.
   */
  async place(input: RoundInput, idempotencyKey: string): Promise<{ round: RoundDetails; isRepeat: boolean }> {
    const { roundId, isRepeat } = await this.placing.place(input, idempotencyKey);
    return { round: await this.book.byId(roundId), isRepeat };
  }

  /** The customer's view. Null for an unknown link. */
  async byToken(token: string): Promise<RoundDetails | null> {
    return this.book.byToken(token);
  }
}
