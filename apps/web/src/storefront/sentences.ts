import { projectPath, SentenceBook } from '#libs/themes';

/** What mappers say: `storefront/locales/fr.json`. Themes have sentences of their own. */
export const sentences = new SentenceBook([projectPath('apps/web/src/storefront/locales')]);

export const say = (key: string, values: Record<string, unknown> = {}): string => sentences.say('fr', key, values);

export const sayPlural = (key: string, count: number, values: Record<string, unknown> = {}): string =>
  sentences.sayPlural('fr', key, count, values);
