import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { checkTheme, type Finding, themeChecks } from '#libs/themes';
import { UsageError } from './usage-error.js';

const REFUSED = 1;
const LEVELS = { error: 'erreur', warning: 'avertissement' };

export function addThemesCheck(themes: Command): void {
  themes
    .command('check <dir>')
    .description('Say everything that is wrong with a theme, by file and line; 1 when it cannot be installed.')
    .option('--json', 'one JSON object on standard output')
    .action(async (dir: string, { json }: { json?: boolean }) => {
      const found = await stat(dir).catch(() => null);
      if (!found?.isDirectory()) throw new UsageError(`There is no folder ${dir}.`);
      const findings = checkTheme(path.resolve(dir));
      const errors = findings.filter(({ level }) => level === 'error').length;
      if (json) console.log(JSON.stringify(answer(findings, errors)));
      else for (const line of sentences(findings, errors)) console.log(line);
      if (errors > 0) process.exitCode = REFUSED;
    });
}

function answer(findings: Finding[], errors: number): object {
  const checks = themeChecks();
  const explained = findings.map((finding) => ({ ...finding, ...checks[finding.id]?.fr }));
  return { errors, warnings: findings.length - errors, findings: explained };
}

/** One line each; what to do is said once for each check. */
function sentences(findings: Finding[], errors: number): string[] {
  const checks = themeChecks();
  const lines = findings.map(({ id, level, file, line, detail }) => {
    return `${file}:${line}  ${LEVELS[level]} ${id}  ${checks[id]?.fr.why} (${detail})`;
  });
  const ids = [...new Set(findings.map(({ id }) => id))].sort();
  const advice = ids.map((id) => `${id}\u00a0: ${checks[id]?.fr.fix}`);
  const blank = advice.length > 0 ? [''] : [];
  return [...lines, ...blank, ...advice, ...blank, verdict(errors, findings.length - errors)];
}

function verdict(errors: number, warnings: number): string {
  const count = (number: number, word: string): string => `${number} ${word}${number > 1 ? 's' : ''}`;
  const counted = `${count(errors, 'erreur')}, ${count(warnings, 'avertissement')}`;
  return `${counted}\u00a0: ce thème ${errors > 0 ? 'ne peut pas' : 'peut'} être installé.`;
}
