import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import { MOST_LINES, type PricedItem, pricedItemSchema } from './basket-item.js';
import { HandoverGoneError } from './rounds.errors.js';

/** To the portal, or back to the shop that the basket is of. */
export type Toward = 'portal' | 'shop';

export interface HandedBasket {
  shopId: string;
  items: PricedItem[];
}

const MINUTES = 10;
const KEPT_HOURS = 24;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;
const linesSchema = z.array(pricedItemSchema).max(MOST_LINES);

/**
 * Carries a basket from one host to another without a cookie that both would read: 128 random bits, hashed at rest, good for
 * ten minutes and one use, bound to a shop and to nobody. Runs outside any shop, whoever calls.
 */
@Injectable()
export class BasketHandovers {
  constructor(private readonly tenancy: Tenancy) {}

  /** Answers the token. */
  async send(toward: Toward, { shopId, items }: HandedBasket): Promise<string> {
    const token = randomBytes(16).toString('base64url');
    const now = Clock.now();
    const lines = JSON.stringify(linesSchema.parse(items));
    const expires = now.add({ minutes: MINUTES }).toString();
    const old = now.subtract({ hours: KEPT_HOURS }).toString();
    await this.tenancy.publicRead(SEND_SQL, [hashOf(token), shopId, toward, lines, expires, old]);
    return token;
  }

  /** What a token would bring, for the page that asks. HandoverGoneError when it is unknown, used, late or for another host. */
  async look(token: string, toward: Toward): Promise<HandedBasket> {
    return this.read(LOOK_SQL, token, toward);
  }

  /** Takes the basket, once. HandoverGoneError as in `look`. */
  async take(token: string, toward: Toward): Promise<HandedBasket> {
    return this.read(TAKE_SQL, token, toward);
  }

  /** Whether the basket has arrived where it was sent to; false for an unknown token. */
  async hasArrived(token: string): Promise<boolean> {
    if (!TOKEN.test(token)) return false;
    const rows = await this.tenancy.publicRead(
      'select 1 from basket_handover where token_hash = $1 and consumed_at is not null',
      [hashOf(token)],
    );
    return rows.length > 0;
  }

  private async read(sql: string, token: string, toward: Toward): Promise<HandedBasket> {
    if (!TOKEN.test(token)) throw new HandoverGoneError();
    const values = [hashOf(token), toward, Clock.now().toString()];
    const [row] = await this.tenancy.publicRead<{ shop_id: string; lines: unknown }>(sql, values);
    if (!row) throw new HandoverGoneError();
    return { shopId: row.shop_id, items: linesSchema.parse(row.lines) };
  }
}

const hashOf = (token: string): string => createHash('sha256').update(`basket:${token}`).digest('hex');

const SEND_SQL = `
  with swept as (delete from basket_handover where expires_at < $6::timestamptz)
  insert into basket_handover (token_hash, shop_id, toward, lines, expires_at)
  values ($1, $2, $3, $4::jsonb, $5::timestamptz)`;

const OPEN = `token_hash = $1 and toward = $2 and consumed_at is null and expires_at > $3::timestamptz`;

const LOOK_SQL = `select shop_id, lines from basket_handover where ${OPEN}`;

/** Check and use are one statement: of two that come at once one finds nothing. */
const TAKE_SQL = `
  with taken as (select token_hash, shop_id, lines from basket_handover where ${OPEN} for update),
  used as (
    update basket_handover h set consumed_at = $3::timestamptz, lines = '[]' from taken t
    where h.token_hash = t.token_hash and h.consumed_at is null returning h.token_hash)
  select t.shop_id, t.lines from taken t join used u on u.token_hash = t.token_hash`;
