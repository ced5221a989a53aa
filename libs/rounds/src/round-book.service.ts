import { Injectable } from '@nestjs/common';
import { NotFoundError } from '#libs/kernel';
import { OrderBook, type OrderDetails } from '#libs/orders';
import { asShop, Tenancy } from '#libs/tenancy';
import type { Point } from '#libs/territory';
import { RoundLinks } from './round-links.js';
import { tripsOf } from './round-proposal.js';
import type { Shelf } from './shelf.js';
import { Shelves } from './shelves.service.js';
import type { Trip } from './trip.js';

/** An order of a round with the shop it is collected in. */
export interface RoundOrder {
  shop: Shelf;
  order: OrderDetails;
}

/** A round as its customer sees it now. */
export interface RoundDetails {
  token: string;
  /** `<portal>/tournees/<token>`. */
  url: string;
  placedAt: string;
  /** The centre of the commune the customer sets out from. */
  from: { insee: string; point: Point } | null;
  /** In the order of the round; those that are over come last. */
  orders: RoundOrder[];
  /** One a day, of the orders that are still to be collected; null when changed slots make no round any more. */
  trips: Trip[] | null;
}

const TOKEN = /^[A-Za-z0-9_-]{22}$/;
const GOES_ON = new Set(['placed', 'accepted', 'ready']);

interface RoundRow {
  round_id: string;
  from_insee: string | null;
  created_at: Date;
  stops: { shopId: string; orderId: string }[];
}

/** Reads of rounds. */
@Injectable()
export class RoundBook {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly shelves: Shelves,
    private readonly orders: OrderBook,
    private readonly links: RoundLinks,
  ) {}

  /** Null for an unknown link, and for a round whose orders are all erased. */
  async byToken(token: string): Promise<RoundDetails | null> {
    if (!TOKEN.test(token)) return null;
    return this.read('link_hash = $1', this.links.hash(token));
  }

  /** NotFoundError for an unknown round. */
  async byId(roundId: string): Promise<RoundDetails> {
    const round = await this.find(roundId);
    if (!round) throw new NotFoundError();
    return round;
  }

  /** Null for a round that is gone. */
  async find(roundId: string): Promise<RoundDetails | null> {
    return this.read('round_id = $1', roundId);
  }

  private async read(where: string, value: string): Promise<RoundDetails | null> {
    const [row] = await this.tenancy.publicRead<RoundRow>(ROUND_SQL + where, [value]);
    const orders = row ? await this.ordersOf(row) : [];
    if (!row || orders.length === 0) return null;
    const point = row.from_insee === null ? null : this.shelves.pointOf(row.from_insee);
    const goingOn = orders.filter(({ order }) => GOES_ON.has(order.status));
    const setting = { from: point, now: row.created_at.getTime() };
    const { trips } = tripsOf(goingOn.map(stopOfOrder), setting);
    const places = new Map(trips?.flatMap(({ stops }) => stops).map(({ id }, i) => [id, i]));
    return {
      token: this.links.token(row.round_id),
      url: this.links.url(row.round_id),
      placedAt: row.created_at.toISOString(),
      from: point && { insee: row.from_insee!, point },
      orders: orders.sort((a, b) => placeOf(a, places) - placeOf(b, places) || timeOf(a) - timeOf(b)),
      trips,
    };
  }

  private async ordersOf({ stops }: RoundRow): Promise<RoundOrder[]> {
    const shelves = await this.shelves.read(stops.map(({ shopId }) => ({ shopId, lines: [] })));
    const found: RoundOrder[] = [];
    for (const { shopId, orderId } of stops) {
      const shop = shelves.find((shelf) => shelf.shopId === shopId);
      const order = await asShop(shopId, () => this.orders.byId(orderId));
      if (shop && order) found.push({ shop, order });
    }
    return found;
  }
}

const stopOfOrder = ({ shop, order: { slot } }: RoundOrder) => ({
  id: shop.shopId,
  point: shop.point,
  slots: [{ id: slot.id, start: Date.parse(slot.start), end: Date.parse(slot.end), day: slot.localDate }],
});

const placeOf = ({ shop }: RoundOrder, places: Map<string, number>): number => places.get(shop.shopId) ?? Infinity;

const timeOf = ({ order }: RoundOrder): number => Date.parse(order.slot.start);

const ROUND_SQL = `
  select r.round_id, r.from_insee, r.created_at,
    (select coalesce(json_agg(json_build_object('shopId', s.shop_id, 'orderId', s.order_id) order by s.shop_id), '[]')
      from customer_round_stop s where s.round_id = r.round_id) as stops
  from customer_round r where r.`;
