import { Injectable } from '@nestjs/common';
import { currentShopId, Tenancy } from '#libs/tenancy';
import type { OrderDetails } from './order-details.js';
import { OrderLinks } from './order-links.js';
import { ORDER_SQL, orderDetails, type OrderRow } from './order-rows.js';
import { normalizedCode } from './pickup-code.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;
const LINK = /\/commandes\/([A-Za-z0-9_-]{22})(?:$|[?#/])/;
const FOUND_LIMIT = 50;
const BOARD_LIMIT = 500;

/** Reads of the current shop's orders. */
@Injectable()
export class OrderBook {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly links: OrderLinks,
  ) {}

  /** Orders that still need the shop (placed, accepted, ready), by slot; 500 at most. */
  async board(): Promise<OrderDetails[]> {
    return this.read(
      `o.status in ('placed', 'accepted', 'ready') and o.payment <> 'card_awaited' order by o.slot_starts_at, o.number limit ${BOARD_LIMIT}`,
    );
  }

  /** The latest orders that need nothing more, newest slot first. */
  async finished(limit = FOUND_LIMIT): Promise<OrderDetails[]> {
    return this.read(
      `o.status not in ('placed', 'accepted', 'ready') order by o.slot_starts_at desc, o.number desc limit $2`,
      [Math.min(limit, BOARD_LIMIT)],
    );
  }

  /** By pickup code, order number, the customer's link (a QR code that was scanned), or a part of name, e-mail or phone; 50 at most. */
  async find(text: string): Promise<OrderDetails[]> {
    const asked = text.trim().slice(0, 100).replaceAll('\0', '');
    if (asked.length < 2) return [];
    const link = LINK.exec(asked)?.[1];
    if (link) return [await this.byToken(link)].filter((order) => order !== null);
    const digits = asked.replace(/\D/g, '').replace(/^(0|33|0033)(?=\d{9}$)/, '');
    return this.read(FIND_SQL, [
      normalizedCode(asked),
      asked,
      `%${asked.replace(/[\\%_]/g, '\\$&')}%`,
      digits.length >= 4 ? `%${digits}` : null,
    ]);
  }

  /** Null for an unknown order or one of another shop. */
  async byId(orderId: string): Promise<OrderDetails | null> {
    if (!UUID.test(orderId)) return null;
    return (await this.read('o.order_id = $2', [orderId]))[0] ?? null;
  }

  /** Of the current shop alone; others are left out. */
  async byIds(orderIds: string[]): Promise<OrderDetails[]> {
    return this.read('o.order_id = any ($2::uuid[])', [orderIds]);
  }

  /** The customer's view. Null for an unknown link or one of another shop. */
  async byToken(token: string): Promise<OrderDetails | null> {
    if (!TOKEN.test(token)) return null;
    return (await this.read('o.link_hash = $2', [this.links.hash(token)]))[0] ?? null;
  }

  /** The shop of a customer's link, asked from outside any shop (portal). Null for an unknown link. */
  async shopOfToken(token: string): Promise<{ shopId: string; orderId: string } | null> {
    if (!TOKEN.test(token)) return null;
    const rows = await this.tenancy.publicRead<{ shopId: string; orderId: string }>(
      'select shop_id as "shopId", order_id as "orderId" from order_link where link_hash = $1',
      [this.links.hash(token)],
    );
    return rows[0] ?? null;
  }

  private async read(where: string, parameters: unknown[] = []): Promise<OrderDetails[]> {
    const rows = await this.tenancy.shopRead<OrderRow>(ORDER_SQL + where, [currentShopId(), ...parameters]);
    return rows.map((row) => orderDetails(row, this.links));
  }
}

/** $2 pickup code, $3 number, $4 a part of name or e-mail, $5 the last digits of a phone number. */
const FIND_SQL = `(o.pickup_code = $2 or o.number = upper($3)
    or unaccent(o.customer_name) ilike unaccent($4) or o.customer_email ilike $4
    or ($5::text is not null and regexp_replace(coalesce(o.customer_phone, ''), '\\D', '', 'g') like $5))
  order by o.placed_at desc limit ${FOUND_LIMIT}`;
