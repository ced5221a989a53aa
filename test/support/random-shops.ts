import type pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import type { SlotsInput } from '#libs/pickup';
import { publicHolidays } from '#libs/territory';
import { namedId, type Random } from '../../apps/console/src/scale/random.js';

/** A shop as it was drawn: what stands in the tables, and the same for a recomputation. */
export interface RandomShop {
  shopId: string;
  slug: string;
  trade: string;
  input: SlotsInput;
}

export interface DrawnClosure {
  trades: string[];
  from: string;
  until: string | null;
  collects: boolean;
  collectFrom: string | null;
  collectUntil: string | null;
}

const TRADES = ['jouets', 'bijoux', 'fleurs', 'chaussures'];
const COMMUNE = '37132';
const MINUTE = 60_000;

/** From any quarter of an hour to a later one, twice a day at most. */
function intervals(random: Random): { opens: string; closes: string }[] {
  const quarters = Array.from({ length: random.below(3) * 2 }, () => random.below(96));
  const sorted = [...new Set(quarters)].sort((a, b) => a - b);
  return sorted.flatMap((opens, i) =>
    i % 2 === 0 && sorted[i + 1] !== undefined ? [{ opens: wall(opens), closes: wall(sorted[i + 1]!) }] : [],
  );
}

const wall = (quarter: number): string =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;

/** Hours, holidays, exceptions, cut-offs, rush, capacity and bookings drawn at random around `now`. */
export function drawShops(random: Random, count: number, now: Temporal.Instant, seed: number): RandomShop[] {
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const day = (): string => today.add({ days: random.below(9) }).toString();
  const holidays = new Set(publicHolidays(today.year, COMMUNE.slice(0, 2)).map(({ date }) => date.toString()));
  return Array.from({ length: count }, (_, i) => {
    const slotMinutes = random.pick([15, 20, 30, 60]);
    const cutoffs = Object.fromEntries(
      Array.from({ length: random.below(3) }, () => [1 + random.below(7), wall(random.below(96))]),
    );
    const exceptions = new Map(Array.from({ length: random.below(3) }, () => [day(), intervals(random)]));
    const input: SlotsInput = {
      hours: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => intervals(random).map((hours) => ({ weekday, ...hours }))),
      exceptions: [...exceptions].map(([on, hours]) => ({ day: on, intervals: hours })),
      openOnHolidays: random.next() < 0.3,
      isHoliday: (date) => holidays.has(date.toString()),
      settings: {
        slotMinutes,
        capacity: 1 + random.below(4),
        maxItems: random.next() < 0.3 ? 1 + random.below(6) : null,
        leadMinutes: random.below(600),
        horizonOpenDays: 1 + random.below(4),
        cutoffs,
        rush: random.next() < 0.3,
      },
      productLeadMinutes: [],
      booked: [],
      now,
    };
    return { shopId: namedId(`random-${seed}-${i}`), slug: `hasard-${seed}-${i}`, trade: random.pick(TRADES), input };
  });
}

/** The order's dates lie around `now`; a trade is concerned or is not. */
export function drawClosure(random: Random, now: Temporal.Instant): DrawnClosure {
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const from = today.add({ days: random.below(5) });
  const [a, b] = [random.below(96), random.below(96)];
  return {
    trades: [random.pick(TRADES)],
    from: from.toString(),
    until: random.next() < 0.5 ? from.add({ days: random.below(4) }).toString() : null,
    collects: random.next() < 0.7,
    collectFrom: a === b ? null : wall(Math.min(a, b)),
    collectUntil: a === b ? null : wall(Math.max(a, b)),
  };
}

/** As the superuser: rows only, no event. */
export async function writeShops(admin: pg.Client, shops: RandomShop[]): Promise<void> {
  const rows = shops.map(({ shopId, slug, trade, input }) => ({
    shopId,
    slug,
    trade,
    ...input.settings,
    openOnHolidays: input.openOnHolidays,
    hours: input.hours,
    exceptions: input.exceptions,
  }));
  for (const sql of [SHOPS_SQL, ADDRESSES_SQL, HOURS_SQL, EXCEPTIONS_SQL]) {
    await admin.query(sql, [JSON.stringify(rows), COMMUNE]);
  }
}

/** Orders and pieces in slots of the shop, some of them full. */
export async function bookSome(admin: pg.Client, random: Random, shop: RandomShop, starts: number[]): Promise<void> {
  const { capacity, slotMinutes } = shop.input.settings;
  for (const startsAt of starts.filter(() => random.next() < 0.4)) {
    const booked = 1 + random.below(capacity);
    const items = booked + random.below(3);
    shop.input.booked.push({ startsAt, booked, items });
    await admin.query(
      `insert into pickup_slot (shop_id, starts_at, ends_at, capacity, booked, items) values ($1, $2, $3, $4, $5, $6)`,
      [shop.shopId, new Date(startsAt), new Date(startsAt + slotMinutes * MINUTE), capacity, booked, items],
    );
  }
}

const GIVEN = `
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as g ("shopId" uuid, slug text, trade text, "slotMinutes" int, capacity int,
      "maxItems" int, "leadMinutes" int, "horizonOpenDays" int, cutoffs jsonb, rush boolean, "openOnHolidays" boolean,
      hours jsonb, exceptions jsonb)
    where $2::text is not null)`;

const SHOPS_SQL = `${GIVEN}
  insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix, slot_minutes, slot_capacity, slot_max_items,
    lead_minutes, horizon_open_days, cutoffs, rush, open_on_holidays)
  select "shopId", 'open', 'Boutique ' || slug, trade, $2, 'marche', 'HA', "slotMinutes", capacity, "maxItems", "leadMinutes",
    "horizonOpenDays", cutoffs, rush, "openOnHolidays" from given`;

const ADDRESSES_SQL = `${GIVEN} insert into shop_address (slug, shop_id) select slug, "shopId" from given`;

const HOURS_SQL = `${GIVEN}
  insert into opening_hours (shop_id, weekday, opens, closes)
  select "shopId", weekday, opens, closes from given,
    jsonb_to_recordset(given.hours) as h (weekday int, opens time, closes time)`;

const EXCEPTIONS_SQL = `${GIVEN}
  insert into hours_exception (shop_id, day, intervals)
  select "shopId", day, intervals from given, jsonb_to_recordset(given.exceptions) as e (day date, intervals jsonb)`;
