import type { z } from 'zod';

import { themeManifest } from '../theme-manifest.js';
import { type Findings, lineOf } from './findings.js';
import type { ThemeFolder } from './theme-folder.js';

const FILE = 'theme.json';

/** T001 to T008: theme.json, field by field. */
export function checkManifest({ manifestText, json }: ThemeFolder, findings: Findings): void {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return findings.add('T001', FILE, 1, manifestText === '' ? 'theme.json' : 'JSON');
  }
  const { settings } = json as { settings?: unknown };
  const given = (Array.isArray(settings) ? settings : []) as Record<string, unknown>[];
  const parsed = themeManifest.safeParse(json);
  for (const issue of parsed.error?.issues ?? []) {
    const id = idOf(issue, given);
    findings.add(id, FILE, lineOfIssue(issue, given, manifestText), detailOf(issue, given));
  }
}

function idOf({ path, code, message }: z.core.$ZodIssue, settings: Record<string, unknown>[]): string {
  const last = path.at(-1);
  if (message.startsWith('two settings share')) return 'T004';
  if (message.startsWith('the default of a choice')) return 'T006';
  if (message.startsWith('a setting is in a group')) return 'T008';
  if (path[0] === 'settings' && path.length === 1 && code === 'too_big') return 'T003';
  if (['label', 'hint', 'title', 'description'].some((field) => path.includes(field))) return 'T007';
  if (path[0] === 'settings' && last === 'type') return 'T005';
  if (path[0] === 'settings' && last === 'default' && settings[Number(path[1])]) return 'T006';
  return 'T002';
}

function detailOf({ path, message }: z.core.$ZodIssue, settings: Record<string, unknown>[]): string {
  const named = path.map((part, at) => (path[at - 1] === 'settings' ? nameOf(settings[Number(part)], part) : part));
  return [named.join('.'), message].filter(Boolean).join(': ');
}

const nameOf = (setting: Record<string, unknown> | undefined, part: PropertyKey): PropertyKey =>
  typeof setting?.['id'] === 'string' ? setting['id'] : part;

/** The line of the setting, or of the first field of that name. */
function lineOfIssue({ path, message }: z.core.$ZodIssue, settings: Record<string, unknown>[], text: string): number {
  if (message.startsWith('two settings share')) return lineOfTwin(settings, text);
  if (message.startsWith('a setting is in a group')) return lineOf(text, '"group"');
  if (message.startsWith('the default of a choice')) return lineOf(text, /"type"\s*:\s*"choice"/);
  const setting = path[0] === 'settings' ? settings[Number(path[1])] : undefined;
  const needle = typeof setting?.['id'] === 'string' ? setting['id'] : path[0];
  return needle === undefined ? 1 : lineOf(text, `"${String(needle)}"`);
}

function lineOfTwin(settings: Record<string, unknown>[], text: string): number {
  const ids = settings.map(({ id }) => id);
  const twin = ids.find((id, at) => ids.indexOf(id) !== at);
  return text.slice(0, text.lastIndexOf(JSON.stringify(twin))).split('\n').length;
}

/** T009: a setting that neither a template nor a style sheet looks at. */
export function checkUnusedSettings(folder: ThemeFolder, findings: Findings): void {
  if (!folder.manifest) return;
  const styles = folder.assets.get('theme/site.css').body.toString('utf8');
  for (const setting of folder.manifest.settings) {
    const inTemplates = folder.templates.some(({ text }) => new RegExp(`settings\\.${setting.id}\\b`).test(text));
    const variables =
      setting.type === 'colour'
        ? [`--${setting.variable}`]
        : setting.type === 'choice'
          ? setting.options.flatMap(({ css = {} }) => Object.values(css).flatMap((one) => Object.keys(one)))
          : [];
    const inStyles = variables.some((name) => styles.includes(`var(${name}`));
    if (!inTemplates && !inStyles)
      findings.add('T009', FILE, lineOf(folder.manifestText, `"${setting.id}"`), setting.id);
  }
}
