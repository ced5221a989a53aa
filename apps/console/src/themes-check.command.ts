import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { checkTheme } from '#libs/themes';
import { explained, findingLines } from './theme-findings.js';
import { UsageError } from './usage-error.js';

const REFUSED = 1;

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
      if (json)
        console.log(JSON.stringify({ errors, warnings: findings.length - errors, findings: explained(findings) }));
      else for (const line of findingLines(findings)) console.log(line);
      if (errors > 0) process.exitCode = REFUSED;
    });
}
