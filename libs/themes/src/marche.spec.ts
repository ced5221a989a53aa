import type { Server } from 'node:http';

import { AxeBuilder } from '@axe-core/playwright';
import { HtmlValidate } from 'html-validate';
import type { Browser } from 'playwright-core';

import { openBrowser } from '../../../test/support/browser.js';
import { previewPages, servePreview } from '../../../test/support/theme-preview.js';
import { theme } from './theme.js';

const marche = theme('marche');
const pages = [...previewPages(marche)];

describe('marché, every preview page', () => {
  let browser: Browser;
  let shop: { url: string; server: Server };

  beforeAll(async () => {
    browser = await openBrowser();
    shop = await servePreview(marche, marche.readSettings({}));
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    shop.server.close();
  });

  it('shows each template at least once', () => {
    const shown = new Set(pages.map(([name]) => name.split('-')[0]));
    expect(marche.views.names.filter((name) => name !== 'layout' && !shown.has(name))).toEqual([]);
  });

  it.each(pages)('%s is valid HTML', async (_, html) => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: {
        'no-trailing-whitespace': 'off',
        'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button', 'reset'] }],
        'long-title': 'off',
        'tel-non-breaking': 'off',
        // Safari forgets that a list without bullets is one.
        'no-redundant-role': 'off',
        // The mark of a boolean attribute and the style of a void element are a matter of taste.
        'attribute-boolean-style': 'off',
        'void-style': 'off',
        'doctype-style': 'off',
      },
    });
    const report = await validator.validateString(html);
    const faults = report.results.flatMap(({ messages }) => messages.map((m) => `${m.line} ${m.ruleId}: ${m.message}`));
    expect(faults).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility violation, %s',
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 740 } });
      const page = await context.newPage();
      const violations: string[] = [];
      page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
      for (const [name] of pages) {
        await page.goto(`${shop.url}/${name}`);
        const report = await new AxeBuilder({ page }).analyze();
        violations.push(...report.violations.map((v) => `${name} ${v.id} ${v.nodes.map((n) => n.target).join(' ')}`));
      }
      expect(violations).toEqual([]);
      await context.close();
    },
    120_000,
  );

  it.each([320, 360, 1280, 3840])(
    'does not scroll sideways at %i px',
    async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 740 } });
      const tooWide: string[] = [];
      for (const [name] of pages) {
        await page.goto(`${shop.url}/${name}`);
        const scroll = await page.evaluate('document.documentElement.scrollWidth');
        if (Number(scroll) > width) tooWide.push(`${name} is ${String(scroll)} px wide`);
      }
      expect(tooWide).toEqual([]);
      await page.close();
    },
    60_000,
  );

  it('has targets of 44 px, in height or with the line around them', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    const small: string[] = [];
    for (const [name] of pages) {
      await page.goto(`${shop.url}/${name}`);
      const found =
        await page.evaluate(`[...document.querySelectorAll('button, .button, summary, .chip, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, .choice label, header a, footer a')]
        .filter((e) => e.getClientRects().length && !e.closest('p:not(.sign-name)') && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 80))`);
      small.push(...(found as string[]).map((html) => `${name} ${html}`));
    }
    expect(small).toEqual([]);
    await page.close();
  }, 60_000);

  it('says the same things in both languages', () => {
    expect(marche.views.sentences.keys('en')).toEqual(marche.views.sentences.keys('fr'));
  });
});
