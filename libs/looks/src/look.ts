import { InvalidInputError } from '#libs/kernel';
import { listThemes, type Photo, type SettingDefinition, theme, type ThemeSettings } from '#libs/themes';
import { readSections, type Section } from './section.js';

/** Values of one theme's settings by their ids; a picture is its id in `shop_picture`, or null. */
export type SettingValues = Record<string, string | boolean | null>;

/** How a shop looks. `settings` holds those of every theme that was ever tried, so that coming back finds them. */
export interface Look {
  theme: string;
  settings: Record<string, SettingValues>;
  sections: Section[];
}

const PHOTO_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A stored look, whatever an older program wrote: what no longer fits is left out. */
export function readLook(stored: unknown, fallback: string): Look {
  const { theme: name, settings, sections } = isRecord(stored) ? stored : {};
  const known = listThemes();
  const all = isRecord(settings) ? settings : {};
  return {
    theme: typeof name === 'string' && known.includes(name) ? name : fallback,
    settings: Object.fromEntries(
      Object.entries(all).flatMap(([each, values]) => (known.includes(each) ? [[each, readValues(each, values)]] : [])),
    ),
    sections: readSections(sections ?? []),
  };
}

/** All settings of a theme: what is stored and fits, else the default. */
function readValues(name: string, stored: unknown): SettingValues {
  const values = isRecord(stored) ? stored : {};
  const read = theme(name).readSettings(values);
  return Object.fromEntries(
    theme(name).manifest.settings.map(({ id, type }) => {
      const value = values[id];
      if (type === 'image') return [id, typeof value === 'string' && PHOTO_ID.test(value) ? value : null];
      return [id, read[id] as string | boolean];
    }),
  );
}

/** The settings of the theme that the look wears. */
export const valuesOf = (look: Look): SettingValues => readValues(look.theme, look.settings[look.theme]);

/**
 * The look with other settings of its theme; those that are not named stay. Pictures are checked by whoever stores the look.
 * @throws InvalidInputError for a value that is not of its setting's type, and for an unknown setting
 */
export function withSettings(look: Look, changes: Record<string, unknown>): Look {
  const { settings } = theme(look.theme).manifest;
  const images = new Set(settings.filter(({ type }) => type === 'image').map(({ id }) => id));
  const given = Object.entries(changes);
  const pictures = given.filter(([id]) => images.has(id));
  const wrong = pictures.filter(([, value]) => value !== null && !(typeof value === 'string' && PHOTO_ID.test(value)));
  if (wrong.length > 0) throw new InvalidInputError(wrong.map(([path]) => ({ path, code: 'themes.setting_image' })));
  const read = theme(look.theme).parseSettings(Object.fromEntries(given.filter(([id]) => !images.has(id))));
  const changed = given.map(([id, value]) => [id, images.has(id) ? value : read[id]]);
  const values = { ...valuesOf(look), ...(Object.fromEntries(changed) as SettingValues) };
  return { ...look, settings: { ...look.settings, [look.theme]: values } };
}

/**
 * The look in another theme: with the settings it had there, else with those of the theme before that both have and that
 * were changed from their default. @throws InvalidInputError for a theme that there is not
 */
export function withTheme(look: Look, name: string): Look {
  if (!listThemes().includes(name)) throw new InvalidInputError([{ path: 'theme', code: 'looks.theme_unknown' }]);
  const before = valuesOf(look);
  const kept = { ...look.settings, [look.theme]: before };
  return {
    ...look,
    theme: name,
    settings: { ...kept, [name]: kept[name] ?? readValues(name, carried(look.theme, name, before)) },
  };
}

function carried(from: string, to: string, values: SettingValues): SettingValues {
  const types = new Map(theme(to).manifest.settings.map(({ id, type }) => [id, type]));
  const common = theme(from).manifest.settings.filter(({ id, type }) => types.get(id) === type);
  return Object.fromEntries(
    common.filter((definition) => values[definition.id] !== defaultOf(definition)).map(({ id }) => [id, values[id]!]),
  );
}

const defaultOf = (definition: SettingDefinition): string | boolean | null =>
  definition.type === 'image' ? null : definition.default;

/** Pictures that a look names, of every theme. */
export function picturesOf({ settings, sections }: Look): string[] {
  const inSections = sections.flatMap((each) => ('photoId' in each && each.photoId ? [each.photoId] : []));
  const inSettings = Object.entries(settings).flatMap(([name, values]) =>
    theme(name).manifest.settings.flatMap(({ id, type }) =>
      type === 'image' && values[id] ? [String(values[id])] : [],
    ),
  );
  return [...new Set([...inSections, ...inSettings])];
}

/** What templates are given: a picture that is gone is null. */
export function themeSettings(look: Look, pictures: Map<string, Photo>): ThemeSettings {
  const values = valuesOf(look);
  return Object.fromEntries(
    theme(look.theme).manifest.settings.map(({ id, type }) => {
      const value = values[id] ?? null;
      return [id, type === 'image' ? (pictures.get(String(value)) ?? null) : value];
    }),
  );
}

/** A published look as it stands in the shop's row: `settings` hold whole pictures. `kept` are settings of other themes. */
export function publishedLook(
  shop: { theme: string; theme_settings: Record<string, unknown>; sections: unknown },
  kept: Look['settings'],
): Look {
  const values = Object.entries(shop.theme_settings).map(([id, value]) => [id, isRecord(value) ? idIn(value) : value]);
  const settings = { ...kept, [shop.theme]: readValues(shop.theme, Object.fromEntries(values)) };
  return { theme: shop.theme, settings, sections: readSections(shop.sections) };
}

/** The picture's id, from the address of its file. */
const idIn = ({ src }: Record<string, unknown>): string | null =>
  /\/photos\/([0-9a-f-]{36})\//.exec(String(src))?.[1] ?? null;
