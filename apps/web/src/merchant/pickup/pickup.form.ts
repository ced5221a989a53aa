import { z } from 'zod';
import type { ShopInput } from '#libs/shops';

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

type Weekday = (typeof WEEKDAYS)[number];

/** The field of a weekday's cut-off. */
export const cutoffField = <D extends string>(weekday: D): `cutoff-${D}` => `cutoff-${weekday}`;

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** What a form leaves empty is no limit. */
const optionalWhole = z.preprocess((value) => (value === '' ? null : value), whole(1, 100_000).nullish());

const cutoff = z
  .string()
  .trim()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, { error: 'shops.time_invalid' })
  .default('');

const cutoffs = Object.fromEntries(WEEKDAYS.map((day) => [cutoffField(day), cutoff])) as Record<
  `cutoff-${Weekday}`,
  typeof cutoff
>;

/** The rules of pickup as the form posts them: what the shop's settings take. */
export const pickupForm = z
  .object({
    leadMinutes: whole(0, 20_160),
    slotMinutes: z.enum(['15', '20', '30', '60']).transform((text) => Number(text) as 15 | 20 | 30 | 60),
    slotCapacity: whole(1, 1000),
    slotMaxItems: optionalWhole,
    horizonOpenDays: whole(1, 60),
    closureCapacity: whole(1, 1000),
    answerMinutes: whole(15, 1440),
    keepOpenDays: whole(1, 30),
    holidays: z.enum(['open', 'closed']),
    /** Not asked for where no text messages are sent. */
    texts: z.enum(['yes', 'no']).optional(),
    ...cutoffs,
  })
  .transform((form): ShopInput => {
    const { leadMinutes, slotMinutes, slotCapacity, slotMaxItems = null, horizonOpenDays } = form;
    const { closureCapacity, answerMinutes, keepOpenDays, holidays, texts } = form;
    const walls = WEEKDAYS.map((day) => [day, form[cutoffField(day)]]).filter(([, wall]) => wall !== '');
    return {
      leadMinutes,
      slotMinutes,
      slotCapacity,
      slotMaxItems,
      horizonOpenDays,
      closureCapacity,
      answerMinutes,
      keepOpenDays,
      openOnHolidays: holidays === 'open',
      ...(texts && { sendsTexts: texts === 'yes' }),
      cutoffs: Object.fromEntries(walls) as Record<string, string>,
    };
  });

/** How long the rush lasts: hours, or until the end of the day. */
export const rushForm = z.object({ hours: z.enum(['1', '2', '4', 'today', 'over']) });
