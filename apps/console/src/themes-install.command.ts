import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { installTheme, ThemeRefusedError } from '#libs/themes';
import { findingLines } from './theme-findings.js';
import { UsageError } from './usage-error.js';

export function addThemesInstall(themes: Command): void {
  themes
    .command('install <dir>')
    .description('Check a theme and let shops have it, from the next start on; one with an error is refused.')
    .option('--json', 'one JSON object on standard output')
    .action(async (dir: string, { json }: { json?: boolean }) => {
      const found = await stat(dir).catch(() => null);
      if (!found?.isDirectory()) throw new UsageError(`There is no folder ${dir}.`);
      const { name, version } = install(path.resolve(dir));
      console.log(json ? JSON.stringify({ name, version }) : `Thème ${name} ${version} installé.`);
    });
}

function install(dir: string): ReturnType<typeof installTheme> {
  try {
    return installTheme(dir);
  } catch (error) {
    if (error instanceof ThemeRefusedError) for (const line of findingLines(error.findings)) console.error(line);
    throw error;
  }
}
