import { Temporal } from 'temporal-polyfill';
import type { SlotsInput } from '#libs/pickup';
import { asShop, type Tenancy } from '#libs/tenancy';
import { Random } from '../../apps/console/src/scale/random.js';

const DAYS_AHEAD = 9;

/** What a shop might say of its pickups, by seed; the clock's own day is among its exceptions now and then. */
export function randomShopRules(seed: number, now: Temporal.Instant): SlotsInput {
  const random = new Random(seed);
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const hours = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => {
    if (random.next() < 0.25) return [];
    const morning = {
      weekday,
      opens: random.pick(['08:00', '09:00', '10:15']),
      closes: random.pick(['12:00', '12:30']),
    };
    const afternoon = { weekday, opens: '14:00', closes: random.pick(['17:30', '19:00', '19:45']) };
    return random.pick([[morning], [afternoon], [morning, afternoon]]);
  });
  const exceptions = Array.from({ length: random.below(4) }, () => ({
    day: today.add({ days: random.below(DAYS_AHEAD) }).toString(),
    intervals: random.next() < 0.5 ? [] : [{ opens: '11:00', closes: random.pick(['13:00', '16:00']) }],
  }));
  return {
    hours,
    exceptions: [...new Map(exceptions.map((exception) => [exception.day, exception])).values()],
    openOnHolidays: true,
    isHoliday: () => false,
    settings: {
      slotMinutes: random.pick([15, 30, 60]),
      capacity: 1 + random.below(2),
      maxItems: null,
      leadMinutes: random.pick([0, 30, 120, 300, 600]),
      horizonOpenDays: random.pick([1, 3, 7]),
      cutoffs: random.next() < 0.5 ? {} : { [String(today.dayOfWeek)]: random.pick(['10:00', '13:30', '18:00']) },
      rush: random.next() < 0.3,
    },
    productLeadMinutes: [],
    booked: [],
    now,
  };
}

/** Writes the rules as the current settings of a shop; slots that are full are `full` (epoch milliseconds). */
export async function writeShopRules(
  tenancy: Tenancy,
  shopId: string,
  rules: SlotsInput,
  full: number[],
): Promise<void> {
  const { settings } = rules;
  await asShop(shopId, () =>
    tenancy.shopTransaction(async (tx) => {
      await tx.query(
        `update shop set slot_minutes = $2, slot_capacity = $3, lead_minutes = $4, horizon_open_days = $5, cutoffs = $6::jsonb,
           rush = $7, rush_until = null, open_on_holidays = true where shop_id = $1`,
        [
          shopId,
          settings.slotMinutes,
          settings.capacity,
          settings.leadMinutes,
          settings.horizonOpenDays,
          JSON.stringify(settings.cutoffs),
          settings.rush,
        ],
      );
      for (const table of ['opening_hours', 'hours_exception', 'pickup_slot'])
        await tx.query(`delete from ${table} where shop_id = $1`, [shopId]);
      for (const { weekday, opens, closes } of rules.hours)
        await tx.query('insert into opening_hours values ($1, $2, $3, $4)', [shopId, weekday, opens, closes]);
      for (const { day, intervals } of rules.exceptions)
        await tx.query('insert into hours_exception values ($1, $2, $3)', [shopId, day, JSON.stringify(intervals)]);
      for (const start of full)
        await tx.query('insert into pickup_slot values ($1, $2, $3, $4, $4, $4)', [
          shopId,
          new Date(start).toISOString(),
          new Date(start + settings.slotMinutes * 60_000).toISOString(),
          settings.capacity,
        ]);
    }),
  );
}
