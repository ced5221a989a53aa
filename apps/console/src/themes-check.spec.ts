import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { jest } from '@jest/globals';
import { Command } from 'commander';
import { projectPath, ThemeRefusedError } from '#libs/themes';
import { addThemesInstall } from './themes-install.command.js';
import { addThemesCheck } from './themes-check.command.js';
import { UsageError } from './usage-error.js';

describe('themes check', () => {
  let folder: string;
  let said: string[];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'devanture-theme-'));
    said = [];
    jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    jest.restoreAllMocks();
    process.exitCode = 0;
  });

  async function run(...words: string[]): Promise<number> {
    process.exitCode = 0;
    const themes = new Command('themes').exitOverride();
    addThemesCheck(themes);
    await themes.parseAsync(['check', ...words], { from: 'user' });
    return process.exitCode;
  }

  it('lets a theme in that has no error', async () => {
    expect(await run(projectPath('themes', 'marche'))).toBe(0);
    expect(said.at(-1)).toMatch(/^0 erreur, \d+ avertissements?\u00a0: ce thème peut être installé\.$/);
  });

  it('says file, line, why and what to do, and answers 1', async () => {
    cpSync(projectPath('themes', 'marche'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'error.hbs'), '<h1>{{title}}</h1>\n<p>{{{text}}}</p>\n');
    expect(await run(folder)).toBe(1);
    expect(said).toContain(
      'error.hbs:2  erreur T030  Triple accolade\u00a0: ce texte ne serait pas échappé, n’importe qui pourrait y glisser du code. ({{{text}}} is not escaped: use richText)',
    );
    expect(said).toContain('T030\u00a0: Écrivez {{champ}}, ou {{richText champ}} pour du HTML.');
    expect(said.at(-1)).toMatch(/^1 erreur, \d+ avertissements?\u00a0: ce thème ne peut pas être installé\.$/);
  });

  it('answers one JSON object', async () => {
    expect(await run(folder, '--json')).toBe(1);
    const answer = JSON.parse(said.join('\n')) as { errors: number; findings: { id: string }[] };
    expect(answer.errors).toBe(answer.findings.length);
    expect(answer.findings).toContainEqual({
      id: 'T001',
      level: 'error',
      file: 'theme.json',
      line: 1,
      detail: 'theme.json',
      why: 'theme.json manque ou n’est pas du JSON\u00a0: rien ne dit ce qu’est ce thème.',
      fix: 'Écrivez theme.json comme dans docs/themes.md, «\u00a0theme.json\u00a0».',
    });
  });

  it('refuses a folder that is not there as wrong usage', async () => {
    await expect(run(path.join(folder, 'nowhere'))).rejects.toThrow(UsageError);
  });

  it('does not install a theme with an error, and says all of them', async () => {
    const warned: string[] = [];
    jest.spyOn(console, 'error').mockImplementation((line: string) => void warned.push(line));
    const themes = new Command('themes').exitOverride();
    addThemesInstall(themes);
    await expect(themes.parseAsync(['install', folder], { from: 'user' })).rejects.toThrow(ThemeRefusedError);
    expect(warned.filter((line) => line.includes('erreur T010'))).toHaveLength(10);
    expect(warned.at(-1)).toContain('ce thème ne peut pas être installé.');
  });
});
