import { Temporal } from 'temporal-polyfill';
import { publicHolidays } from '#libs/territory';
import { OpeningCalendar, type OpeningRules, type WallInterval, type WeeklyInterval } from './opening-calendar.js';
import type { Slot } from './slot.js';
import { type BookedSlot, type SlotSettings, type SlotsInput, slotsFrom } from './slots-of.js';

/** A shop's slots with what they were made from, each worked out when it is asked for. */
export class PickupPlan {
  /** The shop takes orders; if not, there are no slots. */
  readonly isOpen: boolean;
  readonly settings: SlotSettings;
  readonly calendar: OpeningCalendar;
  private worked: Slot[] | undefined;

  constructor(
    row: PickupRow,
    private readonly input: SlotsInput,
  ) {
    this.isOpen = row.state === 'open';
    this.settings = input.settings;
    this.calendar = new OpeningCalendar(input);
  }

  get slots(): Slot[] {
    this.worked ??= this.isOpen ? [...slotsFrom(this.input)] : [];
    return this.worked;
  }

  /** The first slot with room for a product of so many minutes of lead time, null for the shop's own. */
  firstFree(leadMinutes: number | null): Slot | null {
    if (!this.isOpen) return null;
    for (const slot of slotsFrom({ ...this.input, productLeadMinutes: [leadMinutes] })) {
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
  open_on_holidays: boolean;
  hours: WeeklyInterval[];
  exceptions: { day: string; intervals: WallInterval[] }[];
  booked: BookedSlot[];
  leads: (number | null)[];
}

/** Reads a PickupRow. $1 shop, $2 variants in the basket, $3 now; it stands inside larger statements too. */
export const PICKUP_SQL = `
  select s.state, s.commune_insee, s.slot_minutes, s.slot_capacity, s.slot_max_items, s.lead_minutes,
    s.horizon_open_days, s.cutoffs, s.rush, s.open_on_holidays,
    (select coalesce(json_agg(json_build_object(
        'weekday', h.weekday, 'opens', left(h.opens::text, 5), 'closes', left(h.closes::text, 5))), '[]')
      from opening_hours h where h.shop_id = $1) as hours,
    (select coalesce(json_agg(json_build_object('day', e.day, 'intervals', e.intervals)), '[]')
      from hours_exception e where e.shop_id = $1 and e.day >= $3::timestamptz::date - 1) as exceptions,
    (select coalesce(json_agg(json_build_object(
        'startsAt', (extract(epoch from b.starts_at) * 1000)::bigint, 'booked', b.booked, 'items', b.items)), '[]')
      from pickup_slot b where b.shop_id = $1 and b.starts_at >= $3::timestamptz) as booked,
    (select coalesce(json_agg(p.lead_minutes), '[]')
      from variant v join product p on p.shop_id = v.shop_id and p.product_id = v.product_id
      where v.shop_id = $1 and v.variant_id = any($2::uuid[])) as leads
  from shop s where s.shop_id = $1`;

/** `days` counts open days, at most the shop's horizon; `items` are pieces (default 1). */
export function pickupPlan(
  row: PickupRow,
  query: { days?: number; items?: number },
  now: Temporal.Instant,
): PickupPlan {
  const settings = slotSettings(row);
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

export const openingRules = (row: PickupRow): OpeningRules => ({
  hours: row.hours,
  exceptions: row.exceptions,
  openOnHolidays: row.open_on_holidays,
  isHoliday: (date) => isHoliday(date, row.commune_insee.slice(0, 2)),
});

export const slotSettings = (row: PickupRow): SlotSettings => ({
  slotMinutes: row.slot_minutes,
  capacity: row.slot_capacity,
  maxItems: row.slot_max_items,
  leadMinutes: row.lead_minutes,
  horizonOpenDays: row.horizon_open_days,
  cutoffs: row.cutoffs,
  rush: row.rush,
});

const known = new Map<string, Set<string>>();

function isHoliday(date: Temporal.PlainDate, departement: string): boolean {
  const key = `${departement} ${date.year}`;
  const days = known.get(key) ?? new Set(publicHolidays(date.year, departement).map((day) => day.date.toString()));
  known.set(key, days);
  return days.has(date.toString());
}
