import { Temporal } from 'temporal-polyfill';
import { publicHolidays } from '#libs/territory';
import type { ClosureRule } from './closure-rule.js';
import { OpeningCalendar, type OpeningRules, type WeeklyInterval } from './opening-calendar.js';
import type { Slot } from './slot.js';
import {
  bookableUntil,
  type BookedSlot,
  type SlotSettings,
  type SlotsInput,
  slotsFrom,
  startsFrom,
} from './slots-of.js';
import { dateAt, dayAt, type WallInterval } from './wall-time.js';

/** Customers read of a closure order this many days before it begins. */
const AHEAD_DAYS = 7;
/** Open days behind those that are offered, for when the first of these is over. */
const DAYS_BEHIND = 2;

/** A shop's slots with what they were made from, each worked out when it is asked for. */
export class PickupPlan {
  /** The shop takes orders; if not, there are no slots. */
  readonly isOpen: boolean;
  readonly settings: SlotSettings;
  readonly calendar: OpeningCalendar;
  /** Open minutes in which the shop answers an order; open days for which it keeps one that was not collected. */
  readonly answerMinutes: number;
  readonly keepOpenDays: number;
  private worked: Slot[] | undefined;

  constructor(
    row: PickupRow,
    private readonly input: SlotsInput,
  ) {
    this.isOpen = row.state === 'open';
    this.settings = input.settings;
    this.answerMinutes = row.answer_minutes;
    this.keepOpenDays = row.keep_open_days;
    this.calendar = new OpeningCalendar(input);
  }

  get slots(): Slot[] {
    this.worked ??= this.isOpen ? [...slotsFrom(this.input, this.calendar)] : [];
    return this.worked;
  }

  /** The closure order in force today, if there is one: the shop is closed to the public. */
  get closure(): ClosureRule | null {
    return this.calendar.closuresOn(dateAt(this.input.now, this.calendar.zone).toString())[0] ?? null;
  }

  /** The next closure order that is not in force yet but will be within a week. */
  get closureAhead(): ClosureRule | null {
    const today = dateAt(this.input.now, this.calendar.zone);
    const last = today.add({ days: AHEAD_DAYS }).toString();
    const ahead = (this.input.closures ?? []).filter(({ from }) => from > today.toString() && from <= last);
    return ahead.toSorted((a, b) => a.from.localeCompare(b.from))[0] ?? null;
  }

  /**
   * Each slot with room: when it begins, and the last instant at which it is still offered (ISO instants, UTC). `most` of them, for a product of
   * so many minutes of lead time; null is the shop's own. Days that are not offered yet follow, as long as the first slot that is still
   * offered at an instant is the first one that the shop offers then: so that the answer stays right when a day drops out.
   */
  *openings(most: number, leadMinutes: number | null = null): Generator<[string, string]> {
    let left = most;
    if (!this.isOpen) return;
    const { settings } = this.input;
    const horizonOpenDays = settings.horizonOpenDays + DAYS_BEHIND;
    const input = { ...this.input, settings: { ...settings, horizonOpenDays }, productLeadMinutes: [leadMinutes] };
    /** Until when each day counts, in their order: its last slot, with room or not, is offered until then. */
    const dayEnds = new Map<number, number>();
    let latest = -Infinity;
    for (const { at, remaining } of startsFrom(input, this.calendar)) {
      const until = bookableUntil(input, this.calendar, at);
      dayEnds.set(dayAt(at, this.calendar.zone), until);
      // This day is offered when that one is over: until then something before it must stand, or it would be the first too early.
      const comesAfter = [...dayEnds.values()].at(-1 - settings.horizonOpenDays);
      if (comesAfter !== undefined && latest < comesAfter) return;
      if (remaining === 0) continue;
      if (left-- === 0) return;
      latest = Math.max(latest, until);
      yield [new Date(at).toISOString(), new Date(until).toISOString()];
    }
  }

  /** Something of so many minutes of lead time, null for the shop's own, can be collected on this day (`YYYY-MM-DD`). */
  isCollectableOn(day: string, leadMinutes: number | null): boolean {
    if (!this.isOpen) return false;
    for (const slot of slotsFrom({ ...this.input, productLeadMinutes: [leadMinutes] }, this.calendar)) {
      if (slot.localDate > day) return false;
      if (slot.localDate === day && slot.remaining > 0) return true;
    }
    return false;
  }

  /** The first slot with room for a product of so many minutes of lead time, null for the shop's own. */
  firstFree(leadMinutes: number | null): Slot | null {
    if (!this.isOpen) return null;
    for (const slot of slotsFrom({ ...this.input, productLeadMinutes: [leadMinutes] }, this.calendar)) {
      if (slot.remaining > 0) return slot;
    }
    return null;
  }
}

/** Everything about a shop that slots depend on, as one statement reads it. */
export interface PickupRow {
  state: string;
  commune_insee: string;
  slot_minutes: number;
  slot_capacity: number;
  slot_max_items: number | null;
  lead_minutes: number;
  horizon_open_days: number;
  cutoffs: Record<string, string>;
  rush: boolean;
  /** ISO instant. */
  rush_until: string | Date | null;
  closure_capacity: number;
  answer_minutes: number;
  keep_open_days: number;
  open_on_holidays: boolean;
  closures: Omit<ClosureRule, 'capacity'>[];
  hours: WeeklyInterval[];
  exceptions: { day: string; intervals: WallInterval[] }[];
  booked: BookedSlot[];
  leads: (number | null)[];
}

/** Of the shop `s`; `now` is the parameter that holds the instant. */
const columns = (now: string): string => `
  s.state, s.commune_insee, s.slot_minutes, s.slot_capacity, s.slot_max_items, s.lead_minutes, s.horizon_open_days, s.cutoffs,
    s.rush, s.rush_until, s.closure_capacity, s.answer_minutes, s.keep_open_days, s.open_on_holidays,
    (select coalesce(json_agg(json_build_object(
        'weekday', h.weekday, 'opens', left(h.opens::text, 5), 'closes', left(h.closes::text, 5))), '[]')
      from opening_hours h where h.shop_id = s.shop_id) as hours,
    (select coalesce(json_agg(json_build_object('closureId', c.closure_id, 'title', c.title, 'reason', c.reason,
        'from', c.starts_on, 'until', c.ends_on, 'collects', c.collects, 'opens', left(c.collect_from::text, 5),
        'closes', left(c.collect_until::text, 5)) order by c.starts_on, c.closure_id), '[]')
      from closure_order c where (c.ends_on is null or c.ends_on >= ${now}::timestamptz::date - 1)
        and closure_concerns(c, s.trade, s.naf, s.commune_insee)) as closures,
    (select coalesce(json_agg(json_build_object('day', e.day, 'intervals', e.intervals)), '[]')
      from hours_exception e where e.shop_id = s.shop_id and e.day >= ${now}::timestamptz::date - 1) as exceptions,
    (select coalesce(json_agg(json_build_object(
        'startsAt', (extract(epoch from b.starts_at) * 1000)::bigint, 'booked', b.booked, 'items', b.items)), '[]')
      from pickup_slot b where b.shop_id = s.shop_id and b.starts_at >= ${now}::timestamptz) as booked`;

/** Reads a PickupRow. $1 shop, $2 variants in the basket, $3 now; it stands inside larger statements too. */
export const PICKUP_SQL = `
  select ${columns('$3')},
    (select coalesce(json_agg(p.lead_minutes), '[]')
      from variant v join product p on p.shop_id = v.shop_id and p.product_id = v.product_id
      where v.shop_id = $1 and v.variant_id = any($2::uuid[])) as leads
  from shop s where s.shop_id = $1`;

/** Reads the PickupRow of many shops, each with its `shop_id`, as the region. $1 shops, $2 now. */
export const PICKUPS_SQL = `
  select s.shop_id, ${columns('$2')}, '[]'::json as leads from shop s where s.shop_id = any($1::uuid[])`;

/** `days` counts open days, at most the shop's horizon; `items` are pieces (default 1). */
export function pickupPlan(
  row: PickupRow,
  query: { days?: number; items?: number },
  now: Temporal.Instant,
): PickupPlan {
  const settings = slotSettings(row, now);
  const horizonOpenDays = Math.min(query.days ?? settings.horizonOpenDays, settings.horizonOpenDays);
  return new PickupPlan(row, {
    ...openingRules(row),
    settings: { ...settings, horizonOpenDays },
    booked: row.booked,
    productLeadMinutes: row.leads,
    items: query.items ?? 1,
    now,
  });
}

const openingRules = (row: PickupRow): OpeningRules => ({
  hours: row.hours,
  exceptions: row.exceptions,
  openOnHolidays: row.open_on_holidays,
  isHoliday: (date) => isHoliday(date, row.commune_insee.slice(0, 2)),
  closures: row.closures.map((closure) => ({ ...closure, capacity: row.closure_capacity })),
});

const slotSettings = (row: PickupRow, now: Temporal.Instant): SlotSettings => ({
  slotMinutes: row.slot_minutes,
  capacity: row.slot_capacity,
  maxItems: row.slot_max_items,
  leadMinutes: row.lead_minutes,
  horizonOpenDays: row.horizon_open_days,
  cutoffs: row.cutoffs,
  rush: row.rush && (row.rush_until === null || new Date(row.rush_until).getTime() > now.epochMilliseconds),
});

const known = new Map<string, Set<string>>();

function isHoliday(date: Temporal.PlainDate, departement: string): boolean {
  const key = `${departement} ${date.year}`;
  const days = known.get(key) ?? new Set(publicHolidays(date.year, departement).map((day) => day.date.toString()));
  known.set(key, days);
  return days.has(date.toString());
}
