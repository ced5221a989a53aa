import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AppError, FieldError } from '#libs/kernel';
import { projectRoot } from '#libs/platform';
import { frenchTypography } from '#libs/themes';
import { currentLanguage, type Language } from './language.js';

const FOLDER = path.join(projectRoot, 'apps/web/src/locales');
const NUMBER: Record<Language, Intl.NumberFormat> = {
  fr: new Intl.NumberFormat('fr-FR'),
  en: new Intl.NumberFormat('en-GB'),
};

/** The sentence of each error code, from all `locales/errors.<lib>.json`. */
export class ErrorSentences {
  private readonly sentences = new Map<string, Record<Language, string>>();

  constructor() {
    for (const file of readdirSync(FOLDER).filter((name) => /^errors\.[a-z-]+\.json$/.test(name))) {
      const given = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Record<
        string,
        Record<Language, string>
      >;
      for (const [code, { fr, en }] of Object.entries(given)) {
        this.sentences.set(code, { fr: frenchTypography(fr), en });
      }
    }
  }

  has(code: string): boolean {
    return this.sentences.has(code);
  }

  /** What happened, what was kept, what to do. A code without a sentence says so little that nobody ships it. */
  say(error: Pick<AppError | FieldError, 'code' | 'details'>, language: Language = currentLanguage()): string {
    const sentence = this.sentences.get(error.code)?.[language] ?? error.code;
    return sentence.replace(/\{(\w+)\}/g, (_, name: string) => show(error.details?.[name], language));
  }
}

function show(value: unknown, language: Language): string {
  if (typeof value === 'number') return NUMBER[language].format(value);
  if (Array.isArray(value)) return value.map((item) => show(item, language)).join(', ');
  return typeof value === 'string' ? value : '';
}

let book: ErrorSentences | undefined;

/** Read once. */
export const errorSentences = (): ErrorSentences => (book ??= new ErrorSentences());
