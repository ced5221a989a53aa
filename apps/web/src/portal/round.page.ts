import type { OrderStatus } from '#libs/orders';
import type { RoundDetails, RoundOrder } from '#libs/rounds';
import { say, sayPlural } from './basket-sentences.js';
import { placeOf } from '#libs/rounds';
import { roundMap } from './round-map.js';
import { slotText } from '#libs/pickup';
import { formatCents } from '#libs/kernel';
import { tripView } from './trip.mapper.js';

const TONES: Partial<Record<OrderStatus, string>> = {
  placed: 'neutral',
  accepted: 'success',
  ready: 'accent',
  refused: 'danger',
  lapsed: 'warning',
  no_show: 'warning',
};

const GOES_ON = new Set<OrderStatus>(['placed', 'accepted', 'ready']);

/** `from` is the name of the commune of departure; `status` says the state of an order. */
export function roundView(round: RoundDetails, from: string | null, status: (of: OrderStatus) => string) {
  const { orders, trips } = round;
  const going = orders.filter(({ order }) => GOES_ON.has(order.status));
  const byShop = new Map(orders.map((each) => [each.shop.shopId, each]));
  const shelves = orders.map(({ shop }) => shop);
  let number = 1;
  const views = (trips ?? []).map((trip) => {
    const view = tripView(trip, shelves, from, number);
    number += view.stops.length;
    return {
      ...view,
      stops: view.stops.map((stop) => ({ ...stop, order: orderView(byShop.get(stop.shopId)!, status) })),
    };
  });
  const path = `/tournees/${round.token}`;
  return {
    title: say(going.length > 0 ? 'journey.title' : 'journey.title_done'),
    noindex: true,
    showsOrders: true,
    lead: sayPlural('journey.lead', orders.length),
    trips: views,
    maps: (trips ?? []).map((trip, i) =>
      mapView(
        trip.stops.map(({ id }) => byShop.get(id)!),
        views[i]!.stops,
        round,
        from,
      ),
    ),
    changed: trips === null ? say('journey.changed') : null,
    loose: trips === null ? going.map((each) => looseView(each, status)) : [],
    over: orders.filter(({ order }) => !GOES_ON.has(order.status)).map((each) => looseView(each, status)),
    calendarUrl: going.length > 0 ? `${path}/agenda.ics` : null,
  };
}

function mapView(
  stops: RoundOrder[],
  numbers: { number: number }[],
  { from: start }: RoundDetails,
  from: string | null,
) {
  const marks = stops.map(({ shop }, i) => ({ point: shop.point, label: String(numbers[i]!.number) }));
  const names = stops.map(({ shop }, i) => `${numbers[i]!.number} ${shop.name}`).join(', ');
  return {
    ...roundMap(marks, start?.point ?? null),
    title: say('journey.map'),
    text: say('journey.map_text', { stops: names }),
    startLabel: from && say('journey.start', { place: from }),
  };
}

const looseView = (each: RoundOrder, status: (of: OrderStatus) => string) => ({
  name: each.shop.name,
  place: placeOf(each.shop),
  slot: slotText(each.order.slot),
  order: orderView(each, status),
});

function orderView({ order, shop }: RoundOrder, status: (of: OrderStatus) => string) {
  const isReady = order.status === 'ready';
  return {
    title: say('journey.order', { number: order.number }),
    url: order.url,
    slot: { start: order.slot.start, end: order.slot.end },
    status: { label: status(order.status), tone: TONES[order.status] ?? 'neutral' },
    code: isReady ? order.pickupCode.replace(/^(.{4})/, '$1\u00a0') : null,
    codeLater: GOES_ON.has(order.status) && !isReady ? say('journey.code_later') : null,
    pay: say('journey.pay', { total: formatCents(order.totalCents) }),
    lines: order.lines
      .filter(({ quantity, struck }) => quantity > struck)
      .map(({ quantity, struck, name }) => ({ quantity: quantity - struck, name })),
    phone: shop.phone,
    lat: shop.point.lat,
    lon: shop.point.lon,
  };
}
