import { z } from 'zod';
import { isSiret, isSlug, normalizeSiret } from '#libs/kernel';
import { isReservedName } from './reserved-names.js';
import { shopInput } from './shop-input.js';

/** As people write it, with or without spaces. Error: `shops.siret_invalid`. */
export const siretInput = z
  .string()
  .max(60, { error: 'shops.siret_invalid' })
  .transform(normalizeSiret)
  .refine(isSiret, { error: 'shops.siret_invalid' });

/** The name before the region's domain, as typed. Errors: `shops.address_invalid`, `shops.address_reserved`. */
export const slugInput = z
  .string()
  .trim()
  .toLowerCase()
  .refine(isSlug, { error: 'shops.address_invalid', abort: true })
  .refine((slug) => !isReservedName(slug), { error: 'shops.address_reserved' });

/** Who the shop is: what its page cannot do without. */
export const foundingIdentityInput = z.object({
  name: z.string().trim().min(1).max(200),
  addressLine: z.string().trim().min(1).max(300),
  phone: shopInput.shape.phone.refine((phone) => Boolean(phone), { error: 'field.required' }),
  email: shopInput.shape.email,
});

/** A new shop. `communeInsee` is of the region. */
export interface NewShop {
  siret: string;
  name: string;
  addressLine: string;
  postcode: string | null;
  communeInsee: string;
  phone: string | null;
  email: string | null;
  trade: string;
  slug: string;
}
