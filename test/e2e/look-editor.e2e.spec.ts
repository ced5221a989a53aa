import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { DEMO_CAST } from '../../apps/console/src/demo/cast.js';
import { openBrowser } from '../support/browser.js';
import { fleursMartin, liveSite, type LiveSite } from '../support/live-site.js';

const LUCIE = { ...DEMO_CAST[1]!, products: DEMO_CAST[1]!.products.slice(0, 3) };
const VIEWPORTS = [
  ['desk', { width: 1280, height: 900 }, 'fleurs-martin', 'martin@demo.test'],
  ['phone', { width: 360, height: 740 }, 'jouets-lucie', 'lucie@demo.test'],
] as const;

describe('the editor of the shop front', () => {
  let site: LiveSite;
  let browser: Browser;

  beforeAll(async () => {
    site = await liveSite([fleursMartin(4), LUCIE]);
    browser = await openBrowser();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  async function signedIn(
    viewport: { width: number; height: number },
    email: string,
    javaScriptEnabled = true,
  ): Promise<Page> {
    const context = await browser.newContext({ locale: 'fr-FR', viewport, javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(site.url('gestion', '/connexion'));
    await page.fill('input[name=email]', email);
    await page.locator('input[name=password]').first().fill('demo-devanture');
    await page.locator('form:has(input[name=password]) button[type=submit]').first().click();
    await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
    await page.goto(site.url('gestion', '/vitrine'));
    return page;
  }

  async function looksRight(page: Page, name: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
    expect(violations.map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overflow = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
    expect([name, Math.max(0, overflow)]).toEqual([name, 0]);
    const folder = process.env['SHOTS'];
    if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  }

  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
  const shown = (page: Page, title: string) => page.frameLocator('#apercu').locator('h2', { hasText: title }).waitFor();
  /** What customers see, read in a tab of its own. */
  const home = async (page: Page, slug: string): Promise<string> => {
    const tab = await page.context().newPage();
    await tab.goto(site.url(slug));
    const html = await tab.locator('main').innerHTML();
    await tab.close();
    return html.replace(/&nbsp;|[\u00a0\u202f]/g, ' ');
  };

  it.each(VIEWPORTS)(
    'adds, orders, colours, undoes, publishes and takes back, on a %s',
    async (name, viewport, slug, email) => {
      const page = await signedIn(viewport, email);
      const before = await home(page, slug);
      await page.frameLocator('#apercu').locator('h1').waitFor();
      await looksRight(page, `vitrine-${name}`);

      await page.getByLabel('Ajouter une partie').selectOption('news');
      await press(page, 'Ajouter');
      await page.getByLabel('Titre').fill('Marché de Noël');
      await page.getByLabel('Texte').fill('Nous y serons samedi.\n\nVenez !');
      await shown(page, 'Marché de Noël');
      await looksRight(page, `vitrine-nouvelle-${name}`);
      await page.getByRole('link', { name: 'Toutes les parties' }).click();
      const lines = () => page.locator('.look-name strong').allTextContents();
      await page.getByRole('button', { name: 'Monter : Nouvelle' }).click();
      await expectSoon(lines, (labels) => labels.at(-2) === 'Nouvelle');

      const colour = page.locator('#r-accent');
      const chosen = await colour.inputValue();
      await colour.fill('#ffee00');
      await page.getByText('Votre jaune a été foncé pour rester lisible.').waitFor();
      await looksRight(page, `vitrine-jaune-${name}`);
      await press(page, 'Annuler');
      await expectSoon(
        () => colour.inputValue(),
        (value) => value === chosen,
      );
      expect(await page.getByText('Votre jaune').count()).toBe(0);
      expect(await home(page, slug)).toBe(before);

      await press(page, 'Publier');
      await page.getByText('C’est publié').waitFor();
      expect(await home(page, slug)).toContain('<p>Nous y serons samedi.</p><p>Venez !</p>');

      await page.goto(site.url('gestion', '/vitrine/versions'));
      await looksRight(page, `vitrine-versions-${name}`);
      await press(page, 'Reprendre Version 1');
      await page.getByText('La version 1 est reprise').waitFor();
      expect(await lines()).not.toContain('Nouvelle');
      await press(page, 'Publier');
      await page.getByText('C’est publié').waitFor();
      expect((await home(page, slug)).includes('Marché de Noël')).toBe(false);

      await colour.fill('#123456');
      await page.getByText('Brouillon enregistré').waitFor();
      const theme = await page.locator('input[name=theme]:checked').inputValue();
      const parts = await lines();
      const other = theme === 'vitrine' ? 'atelier' : 'vitrine';
      const choose = async (value: string, mark: string): Promise<void> => {
        await page.locator(`input[name=theme][value=${value}] + label`).click();
        await page.frameLocator('#apercu').locator(`link[href*="/${mark}/icon"]`).waitFor({ state: 'attached' });
      };
      await choose(other, other);
      expect(await lines()).toEqual(parts);
      expect(await colour.inputValue()).toBe('#123456');
      await colour.fill('#654321');
      await page.waitForFunction(`document.querySelector('#r-accent').value === '#654321'`);
      await choose(theme, theme);
      await expectSoon(
        () => colour.inputValue(),
        (value) => value === '#123456',
      );
      expect(await lines()).toEqual(parts);
      await page.context().close();
    },
    180_000,
  );

  it('works without script, and shows how things stand to a page that came too late', async () => {
    const page = await signedIn(VIEWPORTS[1][1], VIEWPORTS[1][3], false);
    await page.getByLabel('Ajouter une partie').selectOption('news');
    await press(page, 'Ajouter');
    const late = await page.context().newPage();
    await late.goto(page.url());
    await page.getByLabel('Titre').fill('Sans script');
    await press(page, 'Voir le résultat');
    await page.getByText('Brouillon enregistré').waitFor();
    await page.goto(page.url());
    await shown(page, 'Sans script');
    await late.getByLabel('Titre').fill('Trop tard');
    const answered = late.waitForResponse((answer) => answer.request().method() === 'POST');
    await press(late, 'Voir le résultat');
    expect((await answered).status()).toBe(409);
    await late.getByText('Rien n’a été écrasé').waitFor();
    await shown(late, 'Sans script');
    expect(await late.getByLabel('Titre').inputValue()).toBe('Trop tard');
    await press(late, 'Voir le résultat');
    await shown(late, 'Trop tard');
    await press(late, 'Publier');
    await late.getByText('C’est publié').waitFor();
    expect(await home(late, 'jouets-lucie')).toContain('Trop tard');
    await page.context().close();
  }, 150_000);

  it('shows script payloads as the text they are, and takes them for no setting', async () => {
    const page = await signedIn(VIEWPORTS[0][1], VIEWPORTS[0][3]);
    const alarms: string[] = [];
    page.context().on('dialog', (dialog) => {
      alarms.push(dialog.message());
      void dialog.dismiss();
    });
    /** Sends forms one after the other, each from the revision that the one before made. */
    const post = (
      forms: [address: string, fields: Record<string, string>][],
    ): Promise<{ status: number; url: string }[]> =>
      page.evaluate(`(async () => {
        const answers = [];
        let revision = document.querySelector('[data-look]').dataset.revision;
        for (const [address, fields] of ${JSON.stringify(forms)}) {
          const body = /contenu|reglages/.test(address) ? new FormData() : new URLSearchParams();
          for (const [name, value] of Object.entries({ ...fields, revision })) body.set(name, value);
          const answer = await fetch(address, { method: 'POST', body });
          revision = /data-revision="(\\d+)"/.exec(await answer.text())[1];
          answers.push({ status: answer.status, url: answer.url });
        }
        return answers;
      })()`);
    const all = payloads();
    const texts = chunked(all, 1900);
    const room = 12;
    const added = await post(Array.from({ length: room }, () => ['/vitrine/sections', { type: 'text' }]));
    const ids = added.map(({ url }) => new URL(url).searchParams.get('section')!);
    for (let at = 0; at < texts.length; at += room) {
      await page.goto(site.url('gestion', '/vitrine'));
      const batch = texts.slice(at, at + room);
      const fill = batch.map((text, n): [string, Record<string, string>] => {
        const title = all[(at + n) % all.length]!.slice(0, 80);
        return ['/vitrine/sections/contenu', { section: ids[n]!, title, text }];
      });
      expect((await post(fill)).map(({ status }) => status)).toEqual(fill.map(() => 200));
      const tab = await page.context().newPage();
      await page.goto(site.url('gestion', '/vitrine'));
      await tab.goto((await page.locator('[data-part=full] a').getAttribute('href'))!);
      expect(await tab.locator('.words-text').count()).toBe(room - (at === 0 ? room - batch.length : 0));
      await tab.close();
    }
    const refused = all.slice(0, 20).flatMap((payload): [string, Record<string, string>][] => [
      ['/vitrine/reglages', { 'r-accent': payload }],
      ['/vitrine/theme', { theme: payload.slice(0, 40) }],
    ]);
    expect((await post(refused)).map(({ status }) => status)).toEqual(refused.map(() => 422));
    expect(alarms).toEqual([]);
    await page.context().close();
  }, 180_000);
});

/** Waits until what is read is as wanted. */
async function expectSoon<T>(read: () => Promise<T>, isRight: (value: T) => boolean): Promise<void> {
  let last: T | undefined;
  for (let tries = 0; tries < 200; tries++) {
    last = await read();
    if (isRight(last)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(last).toBe('something else');
}

/** Script payloads of the corpus, where there is one; else the three that cover the places a text could stand in. */
function payloads(): string[] {
  const folder = process.env['CORPUS_DIR'];
  if (!folder)
    return ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "{{constructor.constructor('alert(1)')()}}"];
  return ['IntrudersXSS.txt', 'JHADDIX_XSS.txt']
    .flatMap((file) => readFileSync(path.join(folder, 'hostile/xss', file), 'utf8').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** As few texts as hold them all, each line whole. */
function chunked(lines: string[], most: number): string[] {
  const texts: string[] = [];
  for (const line of lines.filter(({ length }) => length < most)) {
    const joined = [texts.at(-1), line].filter((part) => part !== undefined).join('\n');
    if (texts.length > 0 && joined.length < most) texts[texts.length - 1] = joined;
    else texts.push(line);
  }
  return texts;
}
