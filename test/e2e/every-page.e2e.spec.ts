import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../../apps/console/src/seed-demo.js';
import { Clock } from '#libs/kernel';
import { openBrowser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { TUESDAY_NINE } from '../support/order-shop.js';
import { pageFaults, watchPage } from '../support/page-faults.js';
import { NEWCOMER, type TourSite, tourSite } from '../support/tour-site.js';
import { routeVisits, stateVisits, type Visit, type Visitor } from '../support/tour-visits.js';
import { webRoutes } from '../support/web-routes.js';

const PORT = await freePort();
const DOMAIN = 'devanture.localhost';
/** A folder for pictures of every page, to be looked at; none by default. */
const SHOTS = process.env['PAGE_SHOTS'];
/** Addresses of what is no page, by their end. */
const NO_PAGES =
  /-(?:csv|ics|pdf|txt|xml|css|js|json|webmanifest|png|svg|avancement|suggestions|communes|photos|ajout-rapide-fiche|ajout-rapide-photo)$/;
/** Two cores, two pages at once. */
const LANES = 2;
const PATIENCE_MS = 90_000;

/** Rejects when there is no answer within a minute and a half. */
async function patient<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
  });
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}

describe('every page', () => {
  let site: TourSite;
  let browser: Browser;
  const contexts = new Map<Visitor, Promise<BrowserContext>>();

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    if (SHOTS) await mkdir(SHOTS, { recursive: true });
    [site, browser] = await Promise.all([tourSite(PORT), openBrowser()]);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await site?.web.close();
    Clock.freeze(null);
  }, 30_000);

  function contextOf(visitor: Visitor): Promise<BrowserContext> {
    const known = contexts.get(visitor) ?? signedIn(visitor);
    contexts.set(visitor, known);
    return known;
  }

  async function signedIn(visitor: Visitor): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'fr-FR' });
    if (visitor === null) return context;
    const page = await context.newPage();
    await page.goto(site.url('gestion', '/connexion'));
    await page.getByLabel('Adresse e-mail').fill(visitor);
    await page.getByLabel('Mot de passe').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Me connecter', exact: true }).click();
    await page.waitForURL((url) => url.pathname !== '/connexion');
    if (visitor === NEWCOMER) {
      await page.goto(site.url('gestion', '/boutiques'));
      await page.getByRole('button', { name: 'Chez Paule' }).click();
    }
    await page.close();
    return context;
  }

  /** The status and the kind of what came; a download opens no page. */
  async function open(page: Page, { host, address, submit }: Visit): Promise<{ status: number; isPage: boolean }> {
    const answer = await page.goto(site.url(host, address), { waitUntil: 'load' }).catch((error: unknown) => {
      if (/Download is starting|ERR_ABORTED/.test(String(error))) return null;
      throw error;
    });
    const isPage = (answer?.headers()['content-type'] ?? '').startsWith('text/html') && (await hasLayout(page));
    if (!isPage || !submit) return { status: answer?.status() ?? 200, isPage };
    const loaded = page.waitForEvent('load');
    const sent = page.waitForResponse((one) => one.request().isNavigationRequest() && one.status() !== 303);
    await page
      .locator(submit)
      .first()
      .evaluate((form) => (form as unknown as { submit(): void }).submit());
    await loaded;
    return { status: (await sent).status(), isPage };
  }

  const hasLayout = (page: Page) => page.evaluate<boolean>('document.doctype !== null');

  /** What is wrong with one page; null when it is none. */
  async function faultsOf(visit: Visit, isBrief: boolean): Promise<string[] | null> {
    const page = await (await contextOf(visit.as)).newPage();
    const watch = watchPage(page, DOMAIN);
    const { status, isPage } = await open(page, visit);
    const wanted = visit.status ?? 200;
    const found = status === wanted ? [] : [`${status} instead of ${wanted}`];
    if (isPage) found.push(...(await pageFaults(page, visit.name, { isBrief, shots: SHOTS })), ...watch.take());
    await page.close();
    return isPage ? found : null;
  }

  /** What is wrong with each page, by its name; a page that is not one is left out. */
  async function look(
    visits: Visit[],
    isBrief: boolean,
  ): Promise<{ seen: string[]; faults: Record<string, string[]> }> {
    const waiting = [...visits];
    const seen: string[] = [];
    const faults: Record<string, string[]> = {};
    const lane = async (): Promise<void> => {
      for (let visit = waiting.shift(); visit; visit = waiting.shift()) {
        const asked = visit;
        // On a busy machine Chromium has been seen to answer no more; a page of its own is asked once again.
        const found = await patient(() => faultsOf(asked, isBrief)).catch(() =>
          patient(() => faultsOf(asked, isBrief)),
        );
        if (found === null) continue;
        if (found.length > 0) faults[visit.name] = found;
        seen.push(visit.name);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return { seen, faults };
  }

  it('of the route table is finished, on a phone and a desk, by day and by night', async () => {
    const visits = routeVisits(webRoutes(site.web.app), site);
    const { seen, faults } = await look(visits, false);
    expect(faults).toEqual({});
    // Files, calendars and pieces of pages are no pages.
    const others = visits.map(({ name }) => name).filter((name) => !seen.includes(name));
    expect(others.filter((name) => !NO_PAGES.test(name))).toEqual([]);
  }, 600_000);

  it('is as good when it is empty, refused, closed or wrong', async () => {
    expect((await look(stateVisits(site), true)).faults).toEqual({});
  }, 600_000);

  it('of the way from the basket to the order is finished', async () => {
    const page = await (await contextOf(null)).newPage();
    const watch = watchPage(page, DOMAIN);
    const faults: Record<string, string[]> = {};
    const check = async (name: string) => {
      const found = [...(await pageFaults(page, name, { isBrief: true, shots: SHOTS })), ...watch.take()];
      if (found.length > 0) faults[name] = found;
    };
    await page.goto(site.url('fleurs-martin', `/produits/${site.examples['@shop/produits/:handle']}`));
    await page.locator('.product-form button[type=submit]').click();
    await page.waitForURL(site.url('fleurs-martin', '/panier'));
    await check('way-basket');
    await page.goto(site.url('fleurs-martin', '/commande'));
    await check('way-checkout');
    await page.getByRole('button', { name: 'Réserver', exact: true }).click();
    await page.locator('.error-summary').waitFor();
    await check('way-checkout-refused');
    await page
      .locator('input[name=slotId]:not([disabled])')
      .first()
      .evaluate((slot) => (slot as unknown as { click(): void }).click());
    await page.getByLabel('Prénom et nom').fill('Anne Dupré');
    await page.getByLabel('Adresse e-mail').fill('anne@example.fr');
    await page.getByText('J’accepte les conditions de vente').click();
    await page.getByRole('button', { name: 'Réserver', exact: true }).click();
    await page.waitForURL(/\/commandes\/[\w-]{22}$/);
    await check('way-order');
    expect(faults).toEqual({});
  }, 120_000);
});
