import { projectPath, SentenceBook } from '#libs/themes';

const sentences = new SentenceBook(
  ['locales', 'locales/my-orders', 'locales/places', 'locales/initiatives', 'locales/moderation', 'locales/texts'].map(
    (folder) => projectPath('apps/web/src/portal', folder),
  ),
);

/** What mappers and controllers of the portal say: `portal/locales/fr.json`. */
export const say = (key: string, values: Record<string, unknown> = {}): string => sentences.say('fr', key, values);

export const sayPlural = (key: string, count: number, values: Record<string, unknown> = {}): string =>
  sentences.sayPlural('fr', key, count, values);
