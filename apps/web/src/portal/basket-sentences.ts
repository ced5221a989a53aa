import { projectPath, SentenceBook } from '#libs/themes';

const sentences = new SentenceBook([projectPath('apps/web/src/portal/locales/baskets')]);

/** What baskets, checkout and rounds say: `portal/locales/baskets/fr.json`. */
export const say = (key: string, values: Record<string, unknown> = {}): string => sentences.say('fr', key, values);

export const sayPlural = (key: string, count: number, values: Record<string, unknown> = {}): string =>
  sentences.sayPlural('fr', key, count, values);
