import { z } from 'zod';
import { type LookEdit, type Section, SECTION_TYPES } from '#libs/looks';

/** The revision of the draft that the form was made from. */
const revision = z.coerce.number().int().min(0).max(2_147_483_647);
const sectionId = z.string().max(16);

export const editForm = z.object({ revision, typing: z.string().max(60).optional() });
export const themeForm = z.object({ revision, theme: z.string().max(40) });
export const addForm = z.object({ revision, type: z.enum(SECTION_TYPES) });
export const sectionForm = z.object({ revision, section: sectionId, typing: z.string().max(60).optional() });
export const placeForm = z.object({ revision, section: sectionId, place: z.coerce.number().int().min(0).max(50) });
export const versionForm = z.object({ revision, version: z.coerce.number().int().min(1).max(2_147_483_647) });
export const pictureForm = z.object({ photo: z.uuid() });

type Fields = Record<string, string | string[] | undefined>;

/** Who edits, from which revision, and what is being typed. */
export const editOf = (form: { revision: number; typing?: string | undefined }, personId: string): LookEdit => ({
  revision: form.revision,
  personId,
  subject: form.typing ?? null,
});

const one = (value: Fields[string]): string | undefined => (Array.isArray(value) ? value.at(-1) : value);

/** What a form says of a section: what it does not send stays, but a box without its tick is a no. */
export function contentsOf(section: Section, fields: Fields): Record<string, unknown> {
  const count = one(fields['count']);
  const given: Record<string, unknown> = {
    title: one(fields['title']),
    text: one(fields['text']),
    button: one(fields['button']),
    side: one(fields['side']),
    source: one(fields['source']),
    category: one(fields['category']),
    count: count === undefined ? undefined : Number(count),
    date: dayOf(one(fields['date'])),
    until: dayOf(one(fields['until'])),
    productIds: fields['picks'] === undefined ? undefined : [fields['productIds'] ?? []].flat(),
    showHours: fields['showHours'] === 'yes',
    showMap: fields['showMap'] === 'yes',
  };
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => name in section && value !== undefined));
}

const dayOf = (text: string | undefined): string | null | undefined => (text === '' ? null : text);

/** Values of settings by their ids, from fields `r-<id>`; `kinds` are the types of the theme's settings. */
export function settingsOf(kinds: { id: string; type: string }[], fields: Fields): Record<string, unknown> {
  const known = new Map(kinds.map(({ id, type }) => [id, type]));
  const given = Object.entries(fields).filter(
    ([name]) => name.startsWith('r-') && known.get(name.slice(2)) !== 'image',
  );
  const switches = kinds.filter(({ type }) => type === 'switch').map(({ id }) => [id, fields[`r-${id}`] === 'yes']);
  return {
    ...Object.fromEntries(given.map(([name, value]) => [name.slice(2), one(value)])),
    ...Object.fromEntries(switches),
  };
}
