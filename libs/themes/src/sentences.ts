import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Locale } from './view-models.js';

const NBSP = '\u00a0';
const NARROW = '\u202f';

interface Tree {
  [key: string]: string | Tree;
}

/**
 * The sentences of an audience, by key, from folders that hold `fr.json` and `en.json`. Nested objects are joined by
 * dots. A later folder wins. `{name}` stands for a value. A plural is an object with `one` and `other` (and `zero`).
 */
export class SentenceBook {
  private readonly byLocale = new Map<string, Map<string, string>>();
  private readonly rules = new Map<string, Intl.PluralRules>();

  constructor(folders: string[]) {
    for (const folder of folders) this.addFolder(folder);
  }

  has(key: string): boolean {
    return this.byLocale.get('fr')?.has(key) ?? false;
  }

  keys(locale: Locale): string[] {
    return [...(this.byLocale.get(locale)?.keys() ?? [])].sort();
  }

  /** The sentence with its values, a plural by its `count`; French where a language lacks it. Throws on an unknown key. */
  say(locale: string, key: string, values: Record<string, unknown> = {}): string {
    const sentence = this.byLocale.get(locale)?.get(key) ?? this.byLocale.get('fr')?.get(key);
    const { count } = values;
    if (sentence === undefined && typeof count === 'number' && this.has(`${key}.other`)) {
      const { count: _, ...others } = values;
      return this.sayPlural(locale, key, count, others);
    }
    if (sentence === undefined) throw new Error(`No sentence is called "${key}"`);
    return sentence.replace(/\{(\w+)\}/g, (_, name: string) => text(values[name]));
  }

  /** `sayPlural('fr', 'basket.items', 2)` reads `basket.items.other`; `{count}` stands for the number. */
  sayPlural(locale: string, key: string, count: number, values: Record<string, unknown> = {}): string {
    const form = count === 0 && this.has(`${key}.zero`) ? 'zero' : this.rulesOf(locale).select(count);
    const exact = this.has(`${key}.${form}`) ? form : 'other';
    const shown = formatNumber(count, locale);
    return this.say(locale, `${key}.${exact}`, { count: shown, ...values });
  }

  private rulesOf(locale: string): Intl.PluralRules {
    const known = this.rules.get(locale) ?? new Intl.PluralRules(locale);
    this.rules.set(locale, known);
    return known;
  }

  private addFolder(folder: string): void {
    if (!existsSync(folder)) throw new Error(`No folder of sentences: ${folder}`);
    for (const file of readdirSync(folder).filter((name) => /^[a-z]{2}\.json$/.test(name))) {
      const locale = file.slice(0, 2);
      const sentences = this.byLocale.get(locale) ?? new Map<string, string>();
      this.byLocale.set(locale, sentences);
      const tree = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Tree;
      for (const [key, sentence] of flatten(tree, '')) {
        sentences.set(key, locale === 'fr' ? frenchTypography(sentence) : sentence.replaceAll("'", '’'));
      }
    }
  }
}

const numbers = { fr: new Intl.NumberFormat('fr-FR'), en: new Intl.NumberFormat('en-GB') };

/** `1200` becomes `1 200` with a narrow no-break space, `1,200` in English. */
export const formatNumber = (value: number, locale: string): string =>
  numbers[locale === 'en' ? 'en' : 'fr'].format(value);

/** Curly apostrophes, and the no-break spaces of French punctuation: `:` a wide one, `; ! ?` and `« »` as well. */
export function frenchTypography(sentence: string): string {
  return sentence
    .replaceAll("'", '’')
    .replace(/ ([:»])/g, `${NBSP}$1`)
    .replace(/« /g, `«${NBSP}`)
    .replace(/ ([;!?])/g, `${NARROW}$1`)
    .replace(/(\d) (€|h|km|m|kg|g|l|min)\b/g, `$1${NBSP}$2`)
    .replace(/(\d) (€|%)/g, `$1${NBSP}$2`);
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function* flatten(tree: Tree, prefix: string): Generator<[string, string]> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') yield [prefix + key, value];
    else yield* flatten(value, `${prefix}${key}.`);
  }
}
