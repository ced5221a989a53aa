import { z } from 'zod';
import { newId } from '#libs/kernel';

export const SECTION_TYPES = ['hero', 'text', 'products', 'categories', 'news', 'visit', 'contact'] as const;
export type SectionType = (typeof SECTION_TYPES)[number];

export const SECTIONS_MAX = 20;
const PICKED_MAX = 24;

const id = z.string().regex(/^[a-z0-9]{1,16}$/);
const title = z.string().trim().max(80).default('');
const words = (max: number) =>
  z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())
    .pipe(z.string().max(max))
    .default('');
const photoId = z.uuid().nullable().default(null);
const day = z.iso.date().nullable().default(null);

const hero = z.strictObject({
  id,
  type: z.literal('hero'),
  title,
  text: words(400),
  photoId,
  /** Where its button leads; a shop without products has none. */
  button: z.enum(['products', 'info', 'none']).default('products'),
});

const text = z.strictObject({
  id,
  type: z.literal('text'),
  title,
  text: words(2000),
  photoId,
  side: z.enum(['left', 'right']).default('right'),
});

const products = z.strictObject({
  id,
  type: z.literal('products'),
  title,
  source: z.enum(['newest', 'category', 'picked']).default('newest'),
  /** The shop's own, as its products name it; counts for `category` only. */
  category: z.string().trim().max(100).default(''),
  /** In the order shown; count for `picked` only. */
  productIds: z.array(z.uuid()).max(PICKED_MAX).default([]),
  /** The most that are shown; `picked` shows all that were picked. */
  count: z.literal([4, 8, 12]).default(12),
});

const news = z.strictObject({
  id,
  type: z.literal('news'),
  title,
  text: words(600),
  photoId,
  date: day,
  /** The last day on which it is shown. */
  until: day,
});

const categories = z.strictObject({ id, type: z.literal('categories'), title });
const visit = z.strictObject({
  id,
  type: z.literal('visit'),
  title,
  showHours: z.boolean().default(true),
  showMap: z.boolean().default(true),
});
const contact = z.strictObject({ id, type: z.literal('contact'), title, text: words(400) });

/** One part of the home page, as stored. Texts are plain; an empty line begins a paragraph. */
export const section = z.discriminatedUnion('type', [hero, text, products, categories, news, visit, contact]);
export type Section = z.output<typeof section>;

/** The home page from top to bottom. The hero, of which there is one at most, stands first. */
export const sectionList = z
  .array(section)
  .max(SECTIONS_MAX)
  .refine((list) => new Set(list.map((each) => each.id)).size === list.length, 'two sections share an id')
  .refine((list) => list.every(({ type }, at) => type !== 'hero' || at === 0), 'the hero stands first');

/** A new section of this type, with nothing in it. */
export const newSection = (type: SectionType): Section =>
  section.parse({ id: newId().replaceAll('-', '').slice(-12), type });

/** What a shop shows until its owner lays the page out. */
export const DEFAULT_SECTIONS: readonly Section[] = (['hero', 'categories', 'products', 'visit'] as const).map((type) =>
  section.parse({ id: type, type }),
);

/** Stored sections, which an older program may have written: what no longer fits is left out. Null: the default ones. */
export function readSections(stored: unknown): Section[] {
  if (!Array.isArray(stored)) return [...DEFAULT_SECTIONS];
  const read = stored.flatMap((each) => section.safeParse(each).data ?? []);
  const seen = new Set<string>();
  const unique = read.filter((each) => !seen.has(each.id) && seen.add(each.id));
  return unique.filter(({ type }, at) => type !== 'hero' || at === 0).slice(0, SECTIONS_MAX);
}

/** Pictures that a section shows. */
export const photoOf = (each: Section): string | null => ('photoId' in each ? each.photoId : null);
