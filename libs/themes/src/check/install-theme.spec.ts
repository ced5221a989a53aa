import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { projectPath } from '../assets.js';
import { Theme } from '../theme.js';
import { installTheme, ThemeNotNewerError, ThemeRefusedError } from './install-theme.js';

describe('installing a theme', () => {
  let folder: string;
  let from: string;
  let into: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'devanture-install-'));
    from = path.join(folder, 'from');
    into = path.join(folder, 'themes');
    cpSync(projectPath('test', 'fixtures', 'themes', 'minimal'), from, { recursive: true });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const refusal = (): unknown => {
    try {
      return installTheme(from, into);
    } catch (error) {
      return error;
    }
  };

  const setVersion = (version: string): void => {
    const file = path.join(from, 'theme.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"version": "[^"]*"/, `"version": "${version}"`));
  };

  it('copies what a theme is made of, and nothing else', () => {
    writeFileSync(path.join(from, 'notes.txt'), 'x');
    symlinkSync('/etc/hostname', path.join(from, 'preview', 'link.txt'));
    expect(installTheme(from, into)).toMatchObject({ name: 'minimal', version: '1.0.0' });
    expect(readdirSync(into)).toEqual(['minimal']);
    expect(existsSync(path.join(into, 'minimal', 'notes.txt'))).toBe(false);
    expect(existsSync(path.join(into, 'minimal', 'preview', 'link.txt'))).toBe(false);
    expect(Theme.load(path.join(into, 'minimal')).name).toBe('minimal');
  });

  it('refuses a theme with an error and leaves everything as it was', () => {
    installTheme(from, into);
    setVersion('1.0.1');
    writeFileSync(path.join(from, 'error.hbs'), '<h1>{{{title}}}</h1>\n');
    const refused = refusal();
    expect(refused).toBeInstanceOf(ThemeRefusedError);
    expect((refused as ThemeRefusedError).details).toEqual({ errors: 1 });
    expect((refused as ThemeRefusedError).findings).toContainEqual({
      id: 'T030',
      level: 'error',
      file: 'error.hbs',
      line: 1,
      detail: '{{{title}}} is not escaped: use richText',
    });
    expect(readFileSync(path.join(into, 'minimal', 'error.hbs'), 'utf8')).not.toContain('{{{');
  });

  it.each([
    ['1.0.0', false],
    ['0.9.9', false],
    ['1.0.1', true],
    ['1.10.0', true],
  ])('version %s in place of 1.0.0: %s', (version, isTaken) => {
    installTheme(from, into);
    setVersion(version);
    const answer = refusal();
    expect(answer instanceof ThemeNotNewerError).toBe(!isTaken);
    expect(Theme.load(path.join(into, 'minimal')).manifest.version).toBe(isTaken ? version : '1.0.0');
    expect(readdirSync(into)).toEqual(['minimal']);
  });
});
