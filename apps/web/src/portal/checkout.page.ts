import { publicOrigin, type Settings } from '#libs/platform';
import type { NoRound, Shelf, StopSlot, Trip } from '#libs/rounds';
import type { FormError } from '#libs/themes';
import { say, sayPlural } from './basket-sentences.js';
import { type CheckedBasket, lineNotice, totalOf, variantLabel } from './baskets.page.js';
import type { CheckoutAnswers } from './checkout-form.js';
import type { RoundPlan } from './round-plan.js';
import { dayLabel, slotOptionText, timeText, tripView } from './trip.mapper.js';

/** What was wrong with the answers, by the id of the field; `notice` stands above the form. */
export interface CheckoutFaults {
  fields: Map<string, string>;
  notice?: string;
}

export interface CheckoutModel {
  /** The baskets that take part, and those that stay out. */
  baskets: CheckedBasket[];
  leftOut: Shelf[];
  plan: RoundPlan;
  answers: CheckoutAnswers;
  faults: CheckoutFaults;
  /** The name of the commune of departure, when it is known. */
  from: string | null;
  sealedKey: string;
  settings: Settings;
}

export function checkoutView(model: CheckoutModel) {
  const { baskets, leftOut, plan, answers, faults, from, settings } = model;
  const error = (id: string): string | null => faults.fields.get(id) ?? null;
  const field = (id: 'name' | 'email' | 'phone') => ({ value: answers[id], error: error(id) });
  const count = baskets.length;
  return {
    title: say('round.title'),
    noindex: true,
    showsOrders: true,
    sealedKey: model.sealedKey,
    errors: [...faults.fields].map(([fieldId, message]): FormError => ({ fieldId, message })),
    notice: faults.notice ?? null,
    days: dayOptions(plan, answers.day),
    times: timeOptions(answers.notBefore),
    from: { value: answers.from, error: error('depart') },
    leftOut: leftOut.map(({ shopId, name }) => ({
      shopId,
      text: say('round.left_out', { shop: name }),
      label: say('round.take_in', { shop: name }),
    })),
    trips: tripsView(plan, from),
    blocked: plan.none && blockedView(plan.none, plan.shelves, answers.day),
    customer: { name: field('name'), email: field('email'), phone: field('phone') },
    texts: settings.sms && baskets.some(({ shelf }) => shelf.sendsTexts) ? { checked: answers.wantsTexts } : null,
    orders: baskets.map((basket) => orderView(basket, answers, error, settings)),
    total: baskets.reduce((sum, basket) => sum + totalOf(basket), 0),
    canReserve: plan.trips.length > 0,
    submit: sayPlural('round.submit', count),
  };
}

function tripsView(plan: RoundPlan, from: string | null) {
  let number = 1;
  return plan.trips.map((trip) => {
    const view = tripView(trip, plan.shelves, from, number);
    number += view.stops.length;
    return {
      ...view,
      stops: view.stops.map((stop) => ({ ...stop, options: slotOptions(trip, stop.shopId, plan.others) })),
    };
  });
}

function slotOptions(trip: Trip, shopId: string, others: Map<string, StopSlot[]>) {
  const mine = trip.stops.find(({ id }) => id === shopId)!.slot;
  return [mine, ...(others.get(shopId) ?? [])]
    .toSorted((a, b) => a.start - b.start)
    .map((slot) => ({ value: slot.id, label: slotOptionText(slot), isSelected: slot.id === mine.id }));
}

/** Every day on which some shop has a free slot. */
function dayOptions({ shelves }: RoundPlan, chosen: string) {
  const free = shelves.flatMap(({ slots }) => slots.filter(({ remaining }) => remaining > 0));
  const days = [...new Set([...free.map(({ localDate }) => localDate), ...(chosen ? [chosen] : [])])].sort();
  return [
    { value: '', label: say('round.first_day'), isSelected: chosen === '' },
    ...days.map((day) => ({ value: day, label: dayLabel(day), isSelected: day === chosen })),
  ];
}

function timeOptions(chosen: string) {
  const hours = Array.from({ length: 12 }, (_, i) => `${String(i + 8).padStart(2, '0')}:00`);
  return [
    { value: '', label: say('round.any_time'), isSelected: chosen === '' },
    ...hours.map((time) => ({
      value: time,
      label: `${Number(time.slice(0, 2))}\u00a0h`,
      isSelected: time === chosen,
    })),
  ];
}

/** Which shop is in the way, and what is nearest to what was asked for. */
function blockedView(none: NoRound, shelves: Shelf[], day: string) {
  const shop = shelves.find(({ shopId }) => shopId === none.blocking)!.name;
  const when = say(day ? 'round.this_day' : 'round.these_days');
  const times = ({ start, finish }: Trip) => ({ start: timeText(start), finish: timeText(finish) });
  const { otherDay, without, twoTrips } = none;
  const ways = [
    otherDay && {
      value: `jour:${otherDay.day}`,
      title: say('round.way_day', { day: dayLabel(otherDay.day).toLowerCase() }),
      hint: say('round.way_day_hint', times(otherDay)),
    },
    twoTrips && {
      value: 'deux',
      title: say('round.way_two'),
      hint: say('round.way_two_hint', { first: dayLabel(twoTrips[0].day), second: dayLabel(twoTrips[1].day) }),
    },
    without && {
      value: `sans:${none.blocking}`,
      title: say('round.way_without', { shop }),
      hint: say('round.way_hint', { day: dayLabel(without.day), ...times(without) }),
    },
  ].filter((way) => way !== null);
  return {
    reason: say(none.reason === 'no_slot' ? 'round.blocked_no_slot' : 'round.blocked_apart', { shop, when }),
    next: say(ways.length > 0 ? 'round.blocked_kept' : 'round.blocked_nothing'),
    ways,
  };
}

function orderView(
  basket: CheckedBasket,
  answers: CheckoutAnswers,
  error: (id: string) => string | null,
  settings: Settings,
) {
  const { shelf } = basket;
  const { shopId, name, termsHash } = shelf;
  return {
    shopId,
    name,
    lines: basket.lines
      .filter((line) => line.quantity > 0)
      .map((line) => ({
        variantId: line.variant.variantId,
        name: line.variant.name,
        variantLabel: variantLabel(line.variant.options),
        quantity: line.quantity,
        total: line.variant.cents * line.quantity,
        notice: lineNotice(line),
        choices: substitutionChoices(answers, line.variant.variantId),
      })),
    missing: basket.lines
      .filter((line) => line.quantity === 0)
      .map((line) => ({ name: line.variant.name, notice: lineNotice(line) })),
    subtotal: totalOf(basket),
    note: {
      name: `mot[${shopId}]`,
      id: `mot-${shopId}`,
      label: say('round.note', { shop: name }),
      value: answers.notes.get(shopId) ?? '',
    },
    terms: {
      id: `conditions-${shopId}`,
      name: `conditions[${shopId}]`,
      label: say('round.terms', { shop: name }),
      value: termsHash ?? 'oui',
      checked: answers.terms.get(shopId) === (termsHash ?? 'oui'),
      error: error(`conditions-${shopId}`),
      href: `${publicOrigin(settings, shelf.slug)}/conditions`,
    },
  };
}

function substitutionChoices({ substitutions }: CheckoutAnswers, variantId: string) {
  const chosen = substitutions.get(variantId) ?? 'leave_out';
  const choice = (value: 'leave_out' | 'similar' | 'call', is: string) => ({
    value,
    label: say(`round.${value}`),
    isSelected: chosen === is,
  });
  return [choice('leave_out', 'leave_out'), choice('similar', 'similar'), choice('call', 'call_me')];
}
