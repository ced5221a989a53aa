import { cpSync, existsSync, lstatSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

import { AppError } from '#libs/kernel';
import { projectPath } from '../assets.js';
import { type ThemeManifest, themeManifest } from '../theme-manifest.js';
import { checkTheme } from './check-theme.js';
import type { Finding } from './findings.js';

/** A theme with errors is not installed. `details`: `errors`, how many; `findings` has them all. Status 422. */
export class ThemeRefusedError extends AppError {
  readonly code = 'themes.refused';
  readonly status = 422;

  constructor(readonly findings: Finding[]) {
    super({ errors: findings.filter(({ level }) => level === 'error').length });
  }
}

/** The same or a newer version is installed. `details`: `name`, `version` (the installed one). Status 409. */
export class ThemeNotNewerError extends AppError {
  readonly code = 'themes.not_newer';
  readonly status = 409;
}

/**
 * Checks the theme in `dir` and copies it to `<into>/<name>`, in place of an older version. Links, and files that no theme
 * has, stay behind. Servers see it at their next start. Throws `ThemeRefusedError` and `ThemeNotNewerError`.
 */
export function installTheme(dir: string, into = projectPath('themes')): ThemeManifest {
  const findings = checkTheme(dir);
  if (findings.some(({ level }) => level === 'error')) throw new ThemeRefusedError(findings);
  const manifest = manifestOf(dir);
  const target = path.join(into, manifest.name);
  if (existsSync(target)) refuseUnlessNewer(manifest, manifestOf(target));
  replace(dir, target);
  return manifest;
}

const manifestOf = (dir: string): ThemeManifest =>
  themeManifest.parse(JSON.parse(readFileSync(path.join(dir, 'theme.json'), 'utf8')));

function refuseUnlessNewer({ version }: ThemeManifest, installed: ThemeManifest): void {
  const [one, other] = [version, installed.version].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = one.findIndex((part, index) => part !== other[index]);
  const isNewer = at >= 0 && one[at]! > other[at]!;
  if (!isNewer) throw new ThemeNotNewerError({ name: installed.name, version: installed.version });
}

const PARTS = /^(?:theme\.json|[\w-]+\.hbs|(?:partials|locales|assets|preview)(?:\/.*)?)$/;

/** The new folder is whole before it takes the place of the old one. */
function replace(dir: string, target: string): void {
  const [fresh, old] = ['new', 'old'].map((word) =>
    path.join(path.dirname(target), `.${path.basename(target)}.${word}`),
  );
  for (const leftover of [fresh!, old!]) rmSync(leftover, { recursive: true, force: true });
  const filter = (source: string): boolean => {
    const name = path.relative(dir, source).split(path.sep).join('/');
    return (name === '' || PARTS.test(name)) && !lstatSync(source).isSymbolicLink();
  };
  cpSync(dir, fresh!, { recursive: true, filter });
  if (existsSync(target)) renameSync(target, old!);
  renameSync(fresh!, target);
  rmSync(old!, { recursive: true, force: true });
}
