import {
  type NoRound,
  otherSlots,
  type ProposedRound,
  type Rounds,
  type Shelf,
  type StopSlot,
  stopOf,
  type Trip,
  tripsOf,
} from '#libs/rounds';
import type { CheckoutAnswers } from './checkout-form.js';

/** The round that the checkout shows: the proposed one, or that of the chosen slots. */
export interface RoundPlan {
  shelves: Shelf[];
  trips: Trip[];
  /** Why there are no trips. */
  none: NoRound | null;
  /** Slots that could be chosen instead, by shop. */
  others: Map<string, StopSlot[]>;
  /** The shop that the chosen slots leave out of reach; a proposal takes their place. */
  unreachable: Shelf | null;
}

type Wish = Pick<CheckoutAnswers, 'choice' | 'day' | 'notBefore' | 'slots'> & { fromCommune: string | null };

/** `shelves` are those of the shops that take part; `keepsSlots` false asks for a proposal whatever slots were chosen. */
export function roundPlan(rounds: Rounds, shelves: Shelf[], wish: Wish, keepsSlots: boolean): RoundPlan {
  const { fromCommune, day, notBefore } = wish;
  const proposed = rounds.proposeFor(shelves, { fromCommune, day: day || null, notBefore: notBefore || null });
  const { proposal } = proposed;
  const two = proposal.trip === null && wish.choice.kind === 'two_trips' ? proposal.none.twoTrips : null;
  if (two) return ofTrips(proposed, two, null);
  const chosen = keepsSlots ? chosenStops(shelves, wish.slots) : null;
  if (!chosen) return ofProposal(proposed, null);
  const { trips, blocking } = tripsOf(chosen, proposed.setting);
  if (trips) return ofTrips(proposed, trips, null);
  return ofProposal(proposed, shelves.find(({ shopId }) => shopId === blocking) ?? null);
}

/** Null unless every shop has a slot that is still free. */
function chosenStops(shelves: Shelf[], slots: Map<string, string>) {
  const stops = shelves.map((shelf) => {
    const stop = stopOf(shelf);
    return { ...stop, slots: stop.slots.filter(({ id }) => id === slots.get(shelf.shopId)) };
  });
  return stops.length > 0 && stops.every((stop) => stop.slots.length === 1) ? stops : null;
}

function ofProposal(proposed: ProposedRound, unreachable: Shelf | null): RoundPlan {
  const { proposal, others, shelves } = proposed;
  if (proposal.trip) return { shelves, trips: [proposal.trip], none: null, others, unreachable };
  return { shelves, trips: [], none: proposal.none, others, unreachable };
}

function ofTrips({ shelves, setting }: ProposedRound, trips: Trip[], unreachable: Shelf | null): RoundPlan {
  const stops = shelves.map((shelf) => stopOf(shelf));
  const others = trips.flatMap((trip) => {
    const ids = trip.stops.map(({ id }) => id);
    const ofTrip = stops.filter(({ id }) => ids.includes(id));
    return ids.map((id): [string, StopSlot[]] => [id, otherSlots(trip, ofTrip, id, setting)]);
  });
  return { shelves, trips, none: null, others: new Map(others), unreachable };
}
