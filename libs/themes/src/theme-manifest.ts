import { InvalidInputError } from '#libs/kernel';
import { z } from 'zod';

import { safeUrl } from './safe-url.js';
import type { ThemeSettings } from './view-models.js';

const words = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
const id = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const colour = z.string().regex(/^#[0-9a-f]{6}$/i);
const variables = z.record(z.string().regex(/^--[a-z0-9-]+$/), z.string().regex(/^[#a-z0-9.,%() "-]{1,120}$/i));
const common = { id, label: words, hint: words.optional(), group: id.optional() };
const sizes = z.string().regex(/^[a-z0-9 .,:()+*/-]{1,200}$/i);

const setting = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('colour'), default: colour, variable: z.string().regex(/^[a-z-]+$/) }),
  z.strictObject({
    ...common,
    type: z.literal('choice'),
    default: z.string(),
    options: z
      .array(
        z.strictObject({
          value: id,
          label: words,
          css: z.strictObject({ both: variables, light: variables, dark: variables }).partial().optional(),
        }),
      )
      .min(2),
  }),
  z.strictObject({ ...common, type: z.literal('text'), default: z.string(), max: z.number().int().max(500) }),
  z.strictObject({ ...common, type: z.literal('switch'), default: z.boolean() }),
  z.strictObject({ ...common, type: z.literal('image') }),
]);

const ground = z.strictObject({ surface: colour, raised: colour });

/**
 * `theme.json`. `styles` are bundled in this order into one file; `groups` are the headings of the settings; `imageSizes`
 * are named values of the `sizes` attribute, for `{{picture photo size="card"}}`; those of the house stand in `image-sizes.ts`.
 */
export const themeManifest = z
  .strictObject({
    // `base/` and `theme/` begin the names of files that are not a theme's own.
    name: z.string().regex(/^(?!(?:base|theme)$)[a-z][a-z0-9-]{1,39}$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    engine: z.literal(1),
    title: words,
    description: words,
    groups: z
      .array(z.strictObject({ id, label: words }))
      .max(8)
      .optional(),
    settings: z.array(setting).max(20),
    imageSizes: z.record(id, sizes).optional(),
    styles: z.array(z.string()).min(1),
    grounds: z.strictObject({ light: ground, dark: ground }),
  })
  .refine(({ settings }) => new Set(settings.map((s) => s.id)).size === settings.length, 'two settings share an id')
  .refine(
    ({ settings }) => settings.every((s) => s.type !== 'choice' || s.options.some((o) => o.value === s.default)),
    'the default of a choice is not in its list',
  )
  .refine(
    ({ settings, groups = [] }) => settings.every((s) => !s.group || groups.some((group) => group.id === s.group)),
    'a setting is in a group that is not listed',
  );

export type ThemeManifest = z.infer<typeof themeManifest>;
export type SettingDefinition = ThemeManifest['settings'][number];

const photo = z.strictObject({
  src: z.string().refine((url) => safeUrl(url) !== '#'),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  alt: z.string(),
  color: colour.nullish(),
  avif: z.array(z.strictObject({ url: z.string(), width: z.number().int().positive() })),
  webp: z.array(z.strictObject({ url: z.string(), width: z.number().int().positive() })),
});

function valueOf(definition: SettingDefinition): z.ZodType {
  switch (definition.type) {
    case 'colour':
      return colour.transform((hex) => hex.toLowerCase());
    case 'choice':
      return z.enum(definition.options.map(({ value }) => value));
    case 'text':
      return z.string().trim().max(definition.max);
    case 'switch':
      return z.boolean();
    case 'image':
      return photo.nullable();
  }
}

const defaultOf = (definition: SettingDefinition): string | boolean | null =>
  definition.type === 'image' ? null : definition.default;

/** Settings from a form: every value is checked, an unknown id is refused. Throws `InvalidInputError`. */
export function parseSettings(manifest: ThemeManifest, input: unknown): ThemeSettings {
  const shape = Object.fromEntries(manifest.settings.map((s) => [s.id, valueOf(s).optional()]));
  const read = z.strictObject(shape).safeParse(input);
  if (!read.success) {
    const types = new Map<unknown, string>(manifest.settings.map(({ id, type }) => [id, type]));
    const known = read.error.issues.filter(({ path }) => path.length > 0).map(({ path }) => path[0]);
    const unknown = read.error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
    const errors = [...known, ...unknown].map((id) => ({
      path: String(id),
      code: `themes.setting_${types.get(id) ?? 'unknown'}`,
    }));
    throw new InvalidInputError(errors);
  }
  return { ...defaults(manifest), ...(read.data as ThemeSettings) };
}

/** Stored settings, which an older version of the theme may have written: what no longer fits becomes the default. */
export function readSettings(manifest: ThemeManifest, stored: unknown): ThemeSettings {
  const found = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>;
  const settings = defaults(manifest);
  for (const definition of manifest.settings) {
    const read = valueOf(definition).safeParse(found[definition.id]);
    if (read.success) settings[definition.id] = read.data as ThemeSettings[string];
  }
  return settings;
}

const defaults = (manifest: ThemeManifest): ThemeSettings =>
  Object.fromEntries(manifest.settings.map((s) => [s.id, defaultOf(s)]));
