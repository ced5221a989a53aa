import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isSiret } from '#libs/kernel';

const text = (most: number) => z.string().min(1).max(most);

/** Only addresses that a browser may be sent to. */
export const webAddress = z
  .string()
  .max(2048)
  .refine((address) => /^https?:\/\//i.test(address) && URL.canParse(address));

/** A product that is sold elsewhere, as a feed describes it. Prices in cents of euro, tax included. */
export const productFacts = z.strictObject({
  kind: z.literal('product'),
  title: text(300),
  url: webAddress,
  priceCents: z.number().int().min(0).max(100_000_000).nullable(),
  priceVaries: z.boolean(),
  isAvailable: z.boolean(),
  description: text(2000).optional(),
  brand: text(200).optional(),
  category: text(300).optional(),
  /** Key of the place of the same feed that sells it. */
  seller: text(500).optional(),
});

/** A shop as a feed describes it. What is absent is not said. */
export const placeFacts = z.strictObject({
  kind: z.literal('place'),
  name: text(200),
  siret: z.string().refine(isSiret).optional(),
  url: webAddress.optional(),
  trade: text(40).optional(),
  addressLine: text(300).optional(),
  postcode: text(10).optional(),
  communeInsee: z.string().regex(/^[0-9AB]{5}$/),
  /** WGS 84 degrees, of the shop itself. */
  lat: z.number().min(-90).max(90).optional(),
  lon: z.number().min(-180).max(180).optional(),
  phone: text(40).optional(),
  email: z.email().max(254).optional(),
  description: text(2000).optional(),
});

export type ProductFacts = z.infer<typeof productFacts>;
export type PlaceFacts = z.infer<typeof placeFacts>;
export type FeedFacts = ProductFacts | PlaceFacts;

/** One entry of a feed: `key` is the feed's own id of it, `line` where it stands (its number, where there are no lines). */
export interface FeedEntry {
  kind: 'entry';
  key: string;
  line: number;
  facts: FeedFacts;
}

export interface FeedRefusal {
  kind: 'refusal';
  line: number;
  code: string;
  details: Record<string, unknown>;
}

export type FeedOutcome = FeedEntry | FeedRefusal;

const KEY_MOST = 500;

/** The entry when its facts are whole, else why it is not taken. Undefined and empty fields are left out. */
export function entryOf(line: number, key: string, given: Record<string, unknown>): FeedOutcome {
  const said = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
  const schema = given['kind'] === 'product' ? productFacts : placeFacts;
  const checked = schema.safeParse(Object.fromEntries(said));
  if (checked.success && key !== '') return { kind: 'entry', key: key.slice(0, KEY_MOST), line, facts: checked.data };
  if (key === '') return refusal(line, 'imports.id_missing');
  return refusal(line, 'imports.cell_invalid', { field: checked.error?.issues[0]?.path.join('.') ?? '' });
}

export const refusal = (line: number, code: string, details: Record<string, unknown> = {}): FeedRefusal => ({
  kind: 'refusal',
  line,
  code,
  details: { line, ...details },
});

/** The same for the same facts in any order. */
export const hashOf = (facts: FeedFacts): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('base64url');
