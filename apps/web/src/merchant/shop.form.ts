import { z } from 'zod';
import { legalNoticeInput, shopInput } from '#libs/shops';

/** Proposes the Sundays before Christmas. */
export const christmasQuery = z.object({ ouverture: z.literal('noel').optional().catch(undefined) });

export const dayParameter = z.object({ day: z.iso.date({ error: 'shops.date_invalid' }) });

/** Who the shop is and how it is reached. */
export const identityForm = shopInput.pick({
  name: true,
  tagline: true,
  description: true,
  addressLine: true,
  postcode: true,
  phone: true,
  email: true,
  website: true,
});

/** A check box that is sent as `yes` or not at all. */
const checked = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

export const legalForm = legalNoticeInput.omit({ terms: true, vatExempt: true }).extend({ vatExempt: checked });

export const termsForm = z.strictObject({
  terms: z.string().trim().min(1, { error: 'shops.terms_missing' }).max(30_000),
});

export const cardForm = z.object({ offered: z.enum(['yes', 'no']).transform((value) => value === 'yes') });

export const pauseForm = z.object({
  reason: z.string().trim().max(200).default(''),
  /** `YYYY-MM-DD`, or nothing. */
  backOn: z.union([z.literal(''), z.iso.date()]).default(''),
});

export const claimForm = z.object({ code: z.string().trim().min(1).max(40) });

/** For whoever has no account yet. */
export const claimByNewcomerForm = claimForm.extend({
  name: z.string().trim().min(1).max(200),
  email: z.string().trim().min(3).max(254),
});
