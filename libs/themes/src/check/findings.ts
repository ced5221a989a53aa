import { readFileSync } from 'node:fs';

import { projectPath } from '../assets.js';

type Level = 'error' | 'warning';

/** What was found: `id` is stable (`T024`), `file` is relative to the theme, `detail` names the culprit in no language. */
export interface Finding {
  id: string;
  level: Level;
  file: string;
  line: number;
  detail: string;
}

/** Why a check exists, and what to do about it. */
interface Advice {
  why: string;
  fix: string;
}

type Check = { level: Level; fr: Advice; en: Advice };

let read: Record<string, Check> | null = null;

/** Every check, by id: `libs/themes/checks.json`. An id is never used for anything else. */
export function themeChecks(): Record<string, Check> {
  read ??= JSON.parse(readFileSync(projectPath('libs', 'themes', 'checks.json'), 'utf8')) as Record<string, Check>;
  return read;
}

/** Collects findings; the same one is kept once. */
export class Findings {
  private readonly byKey = new Map<string, Finding>();

  add(id: string, file: string, line: number, detail: string): void {
    const check = themeChecks()[id];
    if (!check) throw new Error(`No check is called ${id}`);
    this.byKey.set([id, file, line, detail].join('\n'), { id, level: check.level, file, line, detail });
  }

  /** By file, line and id. */
  get all(): Finding[] {
    return [...this.byKey.values()].sort(
      (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.id.localeCompare(b.id),
    );
  }

  has(...ids: string[]): boolean {
    return [...this.byKey.values()].some(({ id }) => ids.includes(id));
  }
}

/** The line, from 1, on which `needle` first stands; 1 when it does not. */
export function lineOf(text: string, needle: string | RegExp): number {
  const at = typeof needle === 'string' ? text.indexOf(needle) : text.search(needle);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}
