import { projectPath } from '../assets.js';
import { listThemes } from '../theme.js';
import { checkTheme } from './check-theme.js';

describe('the themes of this house', () => {
  it.each(listThemes())('%s has no error', (name) => {
    const found = checkTheme(projectPath('themes', name)).filter(({ level }) => level === 'error');
    expect(found.map(({ id, file, line, detail }) => `${file}:${line} ${id} ${detail}`)).toEqual([]);
  });
});

it('a theme written from docs/themes.md alone works at first try', () => {
  expect(checkTheme(projectPath('test', 'fixtures', 'themes', 'minimal'))).toEqual([]);
});
