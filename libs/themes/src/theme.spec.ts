import { InvalidInputError } from '#libs/kernel';

import { safeImageUrl, safeUrl } from './safe-url.js';
import { frenchTypography } from './sentences.js';
import { atPlace } from './text-helpers.js';
import { colourName } from './colour-name.js';
import { colourCorrections, contrast, readableOn } from './theme-css.js';
import { listThemes, theme, themeForTrade } from './theme.js';

const marche = theme('marche');

describe('theme settings', () => {
  it('takes typed values and gives the rest their default', () => {
    const settings = marche.parseSettings({ accent: '#2F6B3A', paper: 'lin', show_awning: false });
    expect(settings).toMatchObject({
      accent: '#2f6b3a',
      paper: 'lin',
      show_awning: false,
      corners: 'ronds',
      cover: null,
    });
  });

  it.each([
    [{ accent: 'red' }, 'accent', 'themes.setting_colour'],
    [{ accent: '#fff;}body{display:none' }, 'accent', 'themes.setting_colour'],
    [{ paper: 'papyrus' }, 'paper', 'themes.setting_choice'],
    [{ welcome: 'x'.repeat(401) }, 'welcome', 'themes.setting_text'],
    [{ show_awning: 'yes' }, 'show_awning', 'themes.setting_switch'],
    [
      { cover: { src: 'javascript:x', width: 1, height: 1, alt: '', avif: [], webp: [] } },
      'cover',
      'themes.setting_image',
    ],
    [{ colour: '#ffffff' }, 'colour', 'themes.setting_unknown'],
  ])('refuses %j', (input, path, code) => {
    const refused = (() => {
      try {
        return marche.parseSettings(input);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(InvalidInputError);
    expect((refused as InvalidInputError).errors).toEqual([{ path, code }]);
  });

  it('reads stored settings of an older theme without failing', () => {
    const settings = marche.readSettings({ accent: 'red', gone: 1, corners: 'droits' });
    expect(settings).toMatchObject({ accent: '#9a3b26', corners: 'droits' });
    expect(marche.readSettings('nonsense')).toEqual(marche.readSettings({}));
  });
});

describe('theme style sheet', () => {
  it.each(['#ffff00', '#000000', '#ffffff', '#9a3b26', '#777777', '#00ff88', '#0000ff'])(
    'keeps %s readable on every paper, light and dark',
    (accent) => {
      for (const paper of ['creme', 'blanc', 'lin', 'tilleul']) {
        const { css } = marche.css(marche.readSettings({ accent, paper }));
        const schemes = css.split('@media');
        expect(schemes).toHaveLength(2);
        for (const [at, scheme] of schemes.entries()) {
          const value = (name: string, otherwise: string): string =>
            new RegExp(`--${name}:(#[0-9a-f]{6})`).exec(scheme)?.[1] ?? otherwise;
          const grounds = marche.manifest.grounds[at === 0 ? 'light' : 'dark'];
          const shown = value('accent', '');
          expect(contrast(shown, value('surface', grounds.surface))).toBeGreaterThanOrEqual(4.5);
          expect(contrast(shown, value('raised', grounds.raised))).toBeGreaterThanOrEqual(4.5);
          expect(contrast(shown, value('accent-soft', ''))).toBeGreaterThanOrEqual(4.5);
          expect(contrast(shown, value('accent-ink', ''))).toBeGreaterThanOrEqual(4.5);
        }
      }
    },
  );

  it('changes its address with its content, and only then', () => {
    const one = marche.css(marche.readSettings({})).url;
    expect(one).toMatch(/^\/theme\.css\?v=[0-9a-f]{12}$/);
    expect(marche.css(marche.readSettings({ accent: '#9a3b26' })).url).toBe(one);
    expect(marche.css(marche.readSettings({ accent: '#2f6b3a' })).url).not.toBe(one);
  });

  it('leaves a colour that can be read as it is', () => {
    expect(readableOn('#9a3b26', ['#fbf7f0'])).toBe('#9a3b26');
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  });
});

describe('themes', () => {
  it('knows its themes and which one a trade gets', () => {
    expect(listThemes()).toContain('marche');
    expect(themeForTrade('florist')).toBe('marche');
    const trades = ['fleurs', 'bijoux', 'jouets', 'livres', 'mode', 'epicerie'].map(themeForTrade);
    expect(trades).toEqual(['bouquet', 'atelier', 'rayon', 'rayon', 'vitrine', 'marche']);
    expect(trades.filter((name) => !listThemes().includes(name))).toEqual([]);
    expect(() => theme('../base')).toThrow('No theme is called');
  });

  it('serves its files at addresses that carry their content', () => {
    const url = marche.assets.url('theme/site.css');
    expect(url).toMatch(/^\/assets\/theme\/site-[0-9a-f]{12}\.css$/);
    const css = marche.assets.find(url)?.body.toString() ?? '';
    expect(css).toMatch(/url\(\/assets\/base\/fraunces-latin-600-normal-[0-9a-f]{12}\.woff2\)/);
    expect(css).not.toContain('http');
    expect(marche.assets.find('/assets/theme/site.css')).toBeNull();
    expect(marche.assets.get('base/enhance.js').body.length).toBeLessThan(10_240);
  });
});

describe('safeUrl', () => {
  it.each([
    '/a',
    'a?b=c:d',
    '#x',
    '?q=1',
    'https://a.fr/x',
    'HTTP://a.fr',
    'mailto:a@b.fr',
    'tel:+33247',
    './x',
    'a/b:c',
  ])('lets %s through', (url) => expect(safeUrl(url)).toBe(url));

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'java\u0000script:x',
    '\u0001javascript:x',
    ' javascript:x',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'blob:x',
    '',
    null,
    { toString: () => '/x' },
  ])('refuses %j', (url) => expect(safeUrl(url)).toBe('#'));

  it('lets pictures drawn by the server through as pictures only', () => {
    const drawn = 'data:image/svg+xml;base64,PHN2Zy8+';
    expect([safeImageUrl(drawn), safeUrl(drawn), safeImageUrl('data:text/html;base64,PHN2Zy8+')]).toEqual([
      drawn,
      '#',
      '#',
    ]);
  });
});

it('writes French as it is printed', () => {
  expect(frenchTypography("L'ours : « oui ! » 12 €, 5 %")).toBe(
    'L’ours\u00a0: «\u00a0oui\u202f!\u00a0» 12\u00a0€, 5\u00a0%',
  );
  expect(['Loches', 'Le Blanc', 'Les Aubrais', 'La Châtre'].map(atPlace)).toEqual([
    'à Loches',
    'au Blanc',
    'aux Aubrais',
    'à La Châtre',
  ]);
});

describe('a colour that was chosen', () => {
  const corrected = (accent: string) => colourCorrections(marche.manifest, marche.readSettings({ accent }))[0]!;

  it('is darkened until it can be read by day, and said so', () => {
    const yellow = corrected('#ffee00');
    expect(yellow).toMatchObject({ id: 'accent', chosen: '#ffee00', change: 'darkened' });
    expect(contrast(yellow.day, '#fbf7f0')).toBeGreaterThanOrEqual(4.5);
    expect(corrected('#9a3b26')).toMatchObject({ day: '#9a3b26', change: null });
  });

  it.each([
    ['#ffee00', 'yellow'],
    ['#9a3b26', 'red'],
    ['#7a5c24', 'brown'],
    ['#2f5d46', 'green'],
    ['#17508c', 'blue'],
    ['#a02f5c', 'pink'],
    ['#777777', 'grey'],
    ['#ffffff', 'white'],
    ['#000000', 'black'],
    ['#6a1fb0', 'violet'],
  ])('%s is called %s', (hex, name) => {
    expect(colourName(hex)).toBe(name);
  });
});
