import { z } from 'zod';

export const RESULT_KINDS = ['product', 'shop', 'listing'] as const;
export const SORTS = ['relevance', 'distance', 'price', 'newest'] as const;

const blank = (value: unknown): unknown => (value === '' || value === null ? undefined : value);
const given = <T extends z.ZodType>(type: T) => z.preprocess(blank, type.optional());

/** What a visitor asks the region-wide index: one schema for the page's query string and the API's. */
export const searchQuerySchema = z.strictObject({
  /** Words as typed; may hold the names of a commune or a shop. Empty: browse. */
  q: z.preprocess(blank, z.string().trim().max(200).default('')),
  /** Code of a trade (`fleurs`). */
  category: given(z.string().regex(/^[a-z0-9-]{1,40}$/)),
  /** INSEE code. Alone: shops of this commune; with `radiusKm`: around it. */
  commune: given(z.string().regex(/^[0-9AB]{5}$/)),
  lat: given(z.coerce.number().min(-90).max(90)),
  lon: given(z.coerce.number().min(-180).max(180)),
  radiusKm: given(z.coerce.number().min(1).max(200)),
  /** Instant with offset (ISO 8601): can be collected at this instant or before. */
  collectableBefore: given(z.iso.datetime({ offset: true })),
  /** Cents of euro, both included. */
  priceMin: given(z.coerce.number().int().min(0).max(100_000_000)),
  priceMax: given(z.coerce.number().int().min(0).max(100_000_000)),
  /** `1`: the door is open at this moment. */
  openNow: z.preprocess(
    (value) => (blank(value) === undefined ? undefined : ['1', 'true', true].includes(value as string)),
    z.boolean().optional(),
  ),
  /** Id of an initiative: its members, and what its feeds list. */
  initiative: given(z.uuid()),
  kind: given(z.enum(RESULT_KINDS)),
  sort: z.preprocess(blank, z.enum(SORTS).default('relevance')),
  page: z.preprocess(blank, z.coerce.number().int().min(1).max(100).default(1)),
  perPage: z.preprocess(blank, z.coerce.number().int().min(1).max(50).default(20)),
});

export type SearchQuery = z.input<typeof searchQuerySchema>;
export type CleanSearchQuery = z.output<typeof searchQuerySchema>;
