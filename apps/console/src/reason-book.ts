import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#libs/platform';

interface Reason {
  code: string;
  details: Record<string, unknown>;
}

const FOLDER = path.join(projectRoot, 'apps/web/src/locales');

/** The French sentence of each error code, as the web says it. */
export class ReasonBook {
  private readonly sentences = new Map<string, string>();

  constructor() {
    for (const name of readdirSync(FOLDER).filter((file) => /^errors\..*json$/.test(file))) {
      const file = JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')) as Record<string, { fr: string }>;
      for (const [code, { fr }] of Object.entries(file)) this.sentences.set(code, fr);
    }
  }

  /** A code without sentence is said as it is. */
  say({ code, details }: Reason): string {
    const sentence = this.sentences.get(code) ?? `${code} ${JSON.stringify(details)}`;
    return sentence.replace(/\{(\w+)\}/g, (_, name: string) => text(details[name]));
  }
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : value == null ? '' : JSON.stringify(value);
