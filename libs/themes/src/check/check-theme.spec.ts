import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { PLANTED } from '../../../../test/support/planted-faults.js';
import { projectPath } from '../assets.js';
import { listThemes } from '../theme.js';
import { checkTheme } from './check-theme.js';
import { themeChecks } from './findings.js';

describe('the themes of this house', () => {
  it.each(listThemes())('%s has no error', (name) => {
    const found = checkTheme(projectPath('themes', name)).filter(({ level }) => level === 'error');
    expect(found.map(({ id, file, line, detail }) => `${file}:${line} ${id} ${detail}`)).toEqual([]);
  });
});

it('a theme written from docs/themes.md alone works at first try', () => {
  expect(checkTheme(projectPath('test', 'fixtures', 'themes', 'minimal'))).toEqual([]);
});

describe('a theme with one fault', () => {
  // What each planted fault must be found as: file, line and id, and what it brings with it.
  const file = projectPath('test', 'fixtures', 'themes', 'faults.json');
  const expected = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;
  const isUpdate = process.env['UPDATE_FAULTS'] === '1';
  let dir: string;

  beforeEach(() => {
    dir = path.join(mkdtempSync(path.join(tmpdir(), 'devanture-fault-')), 'minimal');
    cpSync(projectPath('test', 'fixtures', 'themes', 'minimal'), dir, { recursive: true });
  });

  afterEach(() => rmSync(path.dirname(dir), { recursive: true, force: true }));

  it.each(Object.entries(PLANTED))('%s', (id, plant) => {
    plant(dir);
    const places = new Set(checkTheme(dir).map((found) => `${found.file}:${found.line} ${found.id}`));
    if (isUpdate) expected[id] = [...places];
    expect([...places]).toEqual(expected[id]);
  });

  it('is planted for each check', () => {
    if (isUpdate) writeFileSync(file, `${JSON.stringify(expected, null, 2)}\n`);
    for (const [id, places] of Object.entries(expected)) expect(places.join(' ')).toContain(id);
    expect(Object.keys(PLANTED).sort()).toEqual(Object.keys(themeChecks()).sort());
  });
});
