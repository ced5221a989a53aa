import type { Server } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';

import type { Browser, Page } from 'playwright-core';

import { axeFaults, COLOUR_RULES, readAxe } from '../../../test/support/axe.js';
import { openBrowser } from '../../../test/support/browser.js';
import { htmlFaults } from '../../../test/support/html-faults.js';
import { previewModels, previewPages, servePreview } from '../../../test/support/theme-preview.js';
import { HOUSE_IMAGE_SIZES } from './image-sizes.js';
import { contrast } from './theme-css.js';
import { listThemes, theme } from './theme.js';

/** What each ink must reach on every paper: body text 7, the rest 4.5 (WCAG 2.2). */
const LEAST: [string, number][] = [
  ['ink', 7],
  ['muted', 4.5],
  ['success', 4.5],
  ['warning', 4.5],
  ['danger', 4.5],
];

const sizeOf = (parts: (string | Buffer)[]): number => parts.reduce((sum, part) => sum + gzipSync(part).length, 0);

/** What may be pressed and is lower than 44 px. */
const SMALL = `[...document.querySelectorAll('button, .button, summary, .chip, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, .choice label, header a, footer a')]
  .filter((e) => e.getClientRects().length && !e.closest('p:not(.sign-name)') && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 80))`;

/** Pictures that `sizes` asks for narrower than they are drawn, or much wider: `96 drawn, 166 asked: card…`. */
const PICTURES_OFF = `(() => {
  const probe = document.body.appendChild(document.createElement('div'));
  probe.style.position = 'absolute';
  const asked = (sizes) => {
    const clauses = sizes.split(/,\\s*/).map((clause) => /^(\\([^)]*\\))? ?(.*)$/.exec(clause));
    probe.style.width = clauses.find(([, media]) => !media || matchMedia(media).matches)[2];
    return probe.getBoundingClientRect().width;
  };
  const off = [...document.querySelectorAll('picture source')].map(({ sizes, parentElement }) => {
    const drawn = parentElement.querySelector('img').getBoundingClientRect().width;
    const wanted = asked(sizes);
    // The first photo of a product is drawn smaller beside others, by how many they are.
    const most = parentElement.closest('.gallery-photo:first-child:not(:only-child)') ? 2.2 : 1.25;
    return wanted < drawn * 0.95 || wanted > drawn * most ? Math.round(drawn) + ' drawn, ' + Math.round(wanted) + ' asked: ' + sizes : '';
  });
  probe.remove();
  return off.filter(Boolean);
})()`;

/** The value that the last `:root` of this colour scheme gives; paper in a printer is neither. */
function variable(css: string, name: string, scheme: 'light' | 'dark'): string {
  const screen = css.replace(/@media print\{(?:[^{}]|\{[^{}]*\})*\}/g, '');
  const dark = /@media \(prefers-color-scheme:dark\)\{(?:[^{}]|\{[^{}]*\})*\}/g;
  const part = scheme === 'dark' ? (screen.match(dark) ?? []).join('\n') : screen.replace(dark, '');
  return [...part.matchAll(new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`, 'g'))].at(-1)?.[1] ?? '';
}

describe.each(listThemes())('%s, every preview page', (name) => {
  const shown = theme(name);
  const pages = [...previewPages(shown)];
  const previewed = new Set(previewModels(shown).map(([at]) => at)).add('composants');
  let browser: Browser;
  let shop: { url: string; server: Server };

  beforeAll(async () => {
    browser = await openBrowser();
    shop = await servePreview(shown, shown.readSettings({}));
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    shop.server.close();
  });

  it('shows each template at least once', () => {
    const templates = new Set([...previewed].map((at) => at.split('-')[0]));
    expect(shown.views.names.filter((template) => template !== 'layout' && !templates.has(template))).toEqual([]);
  });

  it.each(pages)('%s is valid HTML', async (_, html) => {
    expect(await htmlFaults(html)).toEqual([]);
  });

  /** By night colours differ, and nothing else; a long name is a matter of space. */
  const axeOn = async (page: Page, at: string): Promise<string[]> => {
    if (at.endsWith('-long')) return [];
    await readAxe(page);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    const faults = await axeFaults(page);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    if (previewed.has(at)) faults.push(...(await axeFaults(page, COLOUR_RULES)));
    return faults.map(({ rule, html }) => `${rule} ${html}`);
  };

  /** From 320 to 3840 px; targets have 44 px, in height or with the line around them. */
  const spaceOn = async (page: Page): Promise<string[]> => {
    const faults: string[] = [];
    for (const width of [320, 1280, 3840, 360]) {
      await page.setViewportSize({ width, height: 740 });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (wide > width) faults.push(`${wide} px wide at ${width}`);
    }
    return [...faults, ...(await page.evaluate<string[]>(SMALL))];
  };

  it('is accessible by day and by night, and has room at every width', async () => {
    const page = await browser.newPage();
    const faults: Record<string, string[]> = {};
    let errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    for (const [at] of pages) {
      await page.goto(`${shop.url}/${at}`);
      const found = [...(await spaceOn(page)), ...(await axeOn(page, at)), ...errors];
      if (found.length > 0) faults[at] = found;
      errors = [];
    }
    expect(faults).toEqual({});
    await page.close();
  }, 300_000);

  it('asks for pictures as wide as it draws them, by the sizes of its theme.json', async () => {
    const page = await browser.newPage();
    const named = Object.values({ ...HOUSE_IMAGE_SIZES, ...shown.manifest.imageSizes });
    const faults: Record<string, string[]> = {};
    for (const at of ['home', 'category-many', 'product', 'product-one', 'basket']) {
      await page.goto(`${shop.url}/${at}`);
      const sizes = await page.locator('picture source').evaluateAll((all) => all.map((one) => one.sizes as string));
      expect(sizes.length).toBeGreaterThan(0);
      expect(sizes.filter((value) => !named.includes(value))).toEqual([]);
      for (const width of [360, 700, 1000, 1280, 1600]) {
        await page.setViewportSize({ width, height: 740 });
        const off = await page.evaluate<string[]>(PICTURES_OFF);
        if (off.length > 0) faults[`${at} at ${width}`] = [...new Set(off)];
      }
    }
    expect(faults).toEqual({});
    await page.close();
  }, 60_000);

  it('previews every setting, with its default', () => {
    const wrong = previewModels(shown).filter(
      ([, { settings }]) => !isDeepStrictEqual(settings, shown.readSettings({})),
    );
    expect(wrong.map(([at]) => at)).toEqual([]);
  });

  it('weighs less than 30 kB a page, style sheets included', () => {
    const styles = [shown.assets.get('theme/site.css').body, shown.css(shown.readSettings({})).css];
    const weights = pages.map(([at, html]) => ({ at, kB: sizeOf([html, ...styles]) / 1000 }));
    expect(weights.filter(({ kB }) => kB > 30)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('can be read on each of its papers, %s', (scheme) => {
    const css = shown.assets.get('theme/site.css').body.toString();
    expect(LEAST.filter(([ink]) => variable(css, ink, scheme) === '')).toEqual([]);
    const papers = shown.manifest.settings.flatMap((s) => (s.type === 'choice' ? s.options : []));
    const grounds = [shown.manifest.grounds[scheme], ...papers.map(({ css: chosen }) => chosen?.[scheme] ?? {})];
    const colours = grounds
      .flatMap((g) => Object.entries(g))
      .filter(([part]) => /^(?:--)?(?:surface|raised)$/.test(part));
    const faint = colours.flatMap(([, ground]) =>
      LEAST.filter(([ink, least]) => contrast(variable(css, ink, scheme), ground) < least).map(([ink]) => [
        ink,
        ground,
      ]),
    );
    expect(faint).toEqual([]);
  });

  it('says the same things in both languages', () => {
    expect(shown.views.sentences.keys('en')).toEqual(shown.views.sentences.keys('fr'));
  });
});
