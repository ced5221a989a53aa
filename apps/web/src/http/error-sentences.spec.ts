import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#libs/platform';
import { errorSentences } from './error-sentences.js';

/** `readonly code = 'orders.slot_full'` of an error class, and codes given to a field of a form. */
const CODE = /(?:readonly code(?:: string)? = |\bcode: )'([a-z_]+(?:\.[a-z_]+)*)'/g;

const sources = globSync('{libs,apps}/*/src/**/*.ts', { cwd: projectRoot }).filter(
  (file) => !file.endsWith('.spec.ts'),
);

describe('error sentences', () => {
  it('has a French and an English one for every error class', () => {
    const codes = new Map<string, string>();
    for (const file of sources) {
      const source = readFileSync(path.join(projectRoot, file), 'utf8');
      for (const [, code] of source.matchAll(/readonly code(?:: string)? = '([a-z_.]+)'/g)) codes.set(code!, file);
    }
    expect(codes.size).toBeGreaterThan(50);
    const silent = [...codes].filter(([code]) => !errorSentences().has(code));
    expect(silent).toEqual([]);
  });

  it('has one for every code of a field', () => {
    const silent: string[] = [];
    for (const file of sources.filter((name) => name.startsWith('apps/web/'))) {
      const source = readFileSync(path.join(projectRoot, file), 'utf8');
      for (const [, code] of source.matchAll(CODE))
        if (code!.includes('.') && !errorSentences().has(code!)) silent.push(`${file} ${code}`);
    }
    expect(silent).toEqual([]);
  });

  it('fills in what the error knows, as French writes it', () => {
    const details = { retryAfter: 900, minutes: 15 };
    expect(errorSentences().say({ code: 'accounts.too_many_attempts', details })).toBe(
      'Trop d’essais. Réessayez dans 15 minutes.',
    );
  });

  it('says something in both languages, and French keeps its blanks', () => {
    const files = globSync('apps/web/src/locales/errors.*.json', { cwd: projectRoot });
    const all = files.flatMap((file) =>
      Object.entries(
        JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8')) as Record<string, { fr: string; en: string }>,
      ),
    );
    const faulty = all.filter(([, { fr, en }]) => !fr || !en || /"|[^\s\u00a0\u202f][!?;]/.test(fr));
    expect(faulty.map(([code]) => code)).toEqual([]);
  });
});
