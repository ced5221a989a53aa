import { z } from 'zod';
import { parseCents } from '#libs/kernel';

/** A check box that is sent as `yes` or not at all. */
export const checked = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

/** An amount as people write it; empty is none. */
export const amount = (code: string) =>
  z
    .string()
    .max(40, code)
    .default('')
    .transform((text, context) => {
      if (text.trim() === '') return null;
      const cents = parseCents(text);
      if (cents === null || cents < 0) context.addIssue({ code: 'custom', message: code });
      return cents;
    });

export const pieces = z
  .string()
  .default('')
  .transform((text) => text.replace(/[\s\u00a0\u202f]/g, ''))
  .pipe(z.string().regex(/^\d{0,7}$/, 'catalog.stock'))
  .transform((text) => (text === '' ? null : Number(text)));

export const STOCKS = ['tracked', 'untracked', 'single'] as const;
export const VATS = ['20', '10', '5.5', '2.1', '0'] as const;
export const RATES = { '20': 20, '10': 10, '5.5': 5.5, '2.1': 2.1, '0': 0 } as const;

/** Minutes that the shop needs before the product can be collected. */
export const LEADS = [60, 120, 240, 1440, 2880, 4320, 7200, 10_080, 20_160] as const;

/** Minutes, `shop` for the shop's own; what a page leaves out stays as it is. */
export const lead = z
  .string()
  .regex(/^(?:shop|\d{1,5})$/, 'catalog.lead')
  .transform((text) => (text === 'shop' ? null : Number(text)))
  .refine((minutes) => minutes === null || minutes <= 20_160, 'catalog.lead')
  .optional();

/** Empty is none. */
export const publicCategory = z
  .string()
  .transform((code) => code || null)
  .optional();

/** `1250` as a field shows it. */
export const typedCents = (cents: number | null): string =>
  cents === null ? '' : (cents / 100).toFixed(2).replace('.', ',');
