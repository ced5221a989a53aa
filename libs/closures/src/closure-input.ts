import { z } from 'zod';
import { tradeByCode } from '#libs/territory';

const day = z.iso.date({ error: 'closures.day' });

const wall = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'closures.time' })
  .nullish()
  .transform((text) => text ?? null);

const trades = z
  .array(z.string().refine((code) => tradeByCode(code) !== null, { error: 'closures.trade_unknown' }))
  .max(100)
  .default([]);

/** `47.76Z`, or the beginning of a code: `47.76`, `47`. */
const nafs = z
  .array(
    z
      .string()
      .trim()
      .regex(/^\d{2}(\.?\d{1,2}[A-Za-z]?)?$/, { error: 'closures.naf' })
      .transform((code) => code.toUpperCase()),
  )
  .max(500)
  .default([]);

const territory = z.strictObject({
  kind: z.enum(['region', 'departement', 'epci', 'commune']),
  codes: z.array(z.string().trim().min(1).max(20)).max(2000).default([]),
});

/** A closure order as form and API send it. Errors: `closures.*`. */
export const closureInput = z
  .strictObject({
    title: z.string().trim().min(1, { error: 'closures.title' }).max(200),
    reason: z
      .string()
      .trim()
      .max(1000)
      .nullish()
      .transform((text) => text || null),
    from: day,
    until: day.nullish().transform((text) => text ?? null),
    territory,
    trades,
    nafs,
    exemptTrades: trades,
    exemptNafs: nafs,
    collects: z.boolean().default(true),
    collectFrom: wall,
    collectUntil: wall,
  })
  .superRefine(({ from, until, collectFrom, collectUntil }, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (until !== null && until < from) fault('until', 'closures.dates_reversed');
    if (collectFrom !== null && collectUntil !== null && collectUntil <= collectFrom)
      fault('collectUntil', 'closures.times_reversed');
  });

export type ClosureInput = z.output<typeof closureInput>;
