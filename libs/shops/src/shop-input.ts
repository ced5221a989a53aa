import { z } from 'zod';
import { tradeByCode } from '#libs/territory';
import { legalNoticeInput } from './legal-notice.js';
import { wallTime } from './opening-hours.js';

const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((text) => text || null)
    .optional();

const phone = z
  .string()
  .trim()
  .regex(/^(\+?[\d\s().\u00a0\u202f-]{6,40})?$/, { error: 'shops.phone_invalid' })
  .nullable()
  .transform((text) => text || null)
  .optional();

const website = z
  .string()
  .trim()
  .max(500)
  .transform((text) => (text && !/^[a-z][a-z0-9+.-]*:/i.test(text) ? `https://${text}` : text))
  .refine((text) => text === '' || isWebAddress(text), { error: 'shops.website_invalid' })
  .nullable()
  .transform((text) => text || null)
  .optional();

/** A category of `allTrades()`. Error: `shops.trade_unknown`. */
export const tradeInput = z.string().refine((code) => tradeByCode(code) !== null, { error: 'shops.trade_unknown' });

const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** By weekday (`"1"` Monday): from this wall time on, nothing more is collected on that day. Null or empty: no cut-off. */
const cutoffs = z
  .partialRecord(z.enum(WEEKDAYS), z.union([z.literal(''), wallTime]).nullable())
  .transform(
    (days) => Object.fromEntries(Object.entries(days).filter(([, wall]) => Boolean(wall))) as Record<string, string>,
  );

/** What the owner may change of the shop; an absent field is kept, an empty one is blanked. Minutes and pieces. */
export const shopInput = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  /** A category of `allTrades()`. */
  trade: tradeInput.optional(),
  tagline: optionalText(200),
  description: optionalText(5000),
  addressLine: optionalText(300),
  postcode: z
    .string()
    .trim()
    .regex(/^(\d{5})?$/, { error: 'shops.postcode_invalid' })
    .nullable()
    .transform((text) => text || null)
    .optional(),
  phone,
  email: z
    .union([z.literal(''), z.email({ error: 'shops.email_invalid' }).max(254)])
    .nullable()
    .transform((text) => text || null)
    .optional(),
  website,
  legal: legalNoticeInput.optional(),
  theme: z.string().optional(),
  themeSettings: z.record(z.string(), z.unknown()).optional(),
  slotMinutes: z.union([z.literal(15), z.literal(20), z.literal(30), z.literal(60)]).optional(),
  slotCapacity: z.number().int().min(1).max(1000).optional(),
  slotMaxItems: z.number().int().min(1).max(100_000).nullable().optional(),
  leadMinutes: z.number().int().min(0).max(20_160).optional(),
  horizonOpenDays: z.number().int().min(1).max(60).optional(),
  cutoffs: cutoffs.optional(),
  rush: z.boolean().optional(),
  /** ISO instant. A rush that begins without one ends with the day. */
  rushUntil: z.iso.datetime({ offset: true, error: 'shops.date_invalid' }).nullable().optional(),
  closureCapacity: z.number().int().min(1).max(1000).optional(),
  answerMinutes: z.number().int().min(15).max(1440).optional(),
  keepOpenDays: z.number().int().min(1).max(30).optional(),
  openOnHolidays: z.boolean().optional(),
  sendsTexts: z.boolean().optional(),
});

export type ShopInput = z.infer<typeof shopInput>;

/** Fields that are facts about the shop: the merchant's word on them outranks every file. */
export const MERCHANT_FACTS = ['name', 'trade', 'addressLine', 'postcode', 'phone', 'email', 'website'] as const;

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.');
}
