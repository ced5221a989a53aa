import { mkdir } from 'node:fs/promises';
import { Clock } from '#libs/kernel';
import { loadTerritory } from '#libs/territory';
import { frenchTypography } from '#libs/themes';
import { englishFaults } from '../support/english-faults.js';
import { freePort } from '../support/free-port.js';
import { TUESDAY_NINE } from '../support/order-shop.js';
import { OfficeReader } from '../support/office-reader.js';
import { pageFaults, watchPage } from '../support/page-faults.js';
import { PageVisitor } from '../support/page-visitor.js';
import { productFile, type TourSite, tourSite } from '../support/tour-site.js';
import { routeVisits, stateVisits, type Visit } from '../support/tour-visits.js';
import { webRoutes } from '../support/web-routes.js';

const DOMAIN = 'devanture.localhost';
/** A folder for pictures of every page, to be looked at; none by default. */
const SHOTS = process.env['PAGE_SHOTS'];
/** The pages to visit, by a pattern of their names; all by default. */
const PAGES = new RegExp(process.env['PAGES'] ?? '');
/** Addresses of what is no page, by their end. */
const NO_PAGES =
  /-(?:csv|tsv|rss|geojson|carte-fond|carte-points|vitrine|logo|ics|pdf|txt|xml|atom|css|js|json|webmanifest|png|svg|avancement|donnees|suggestions|communes|photos|ajout-rapide-fiche|ajout-rapide-photo)$/;
/** Two cores, two browsers at once. */
const LANES = 2;

describe('every page', () => {
  let site: TourSite;
  let visitors: PageVisitor[] = [];

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    if (SHOTS) await mkdir(SHOTS, { recursive: true });
    site = await tourSite(await freePort());
    visitors = Array.from({ length: LANES }, () => new PageVisitor(site));
  }, 240_000);

  afterAll(async () => {
    await Promise.all(visitors.map((visitor) => visitor.close()));
    await site?.web.close();
    Clock.freeze(null);
  }, 120_000);

  /** What is wrong with each page, by its name; a page that is not one is left out. */
  async function look(
    visits: Visit[],
    isBrief: boolean,
  ): Promise<{ seen: string[]; faults: Record<string, string[]> }> {
    const waiting = [...visits];
    const seen: string[] = [];
    const faults: Record<string, string[]> = {};
    const lane = async (visitor: PageVisitor): Promise<void> => {
      for (let visit = waiting.shift(); visit; visit = waiting.shift()) {
        const found = await visitor.faultsOf(visit, { isBrief, shots: SHOTS });
        if (found === null) continue;
        if (found.length > 0) faults[visit.name] = found;
        seen.push(visit.name);
      }
    };
    await Promise.all(visitors.map(lane));
    return { seen, faults };
  }

  const wanted = (visits: Visit[]): Visit[] => visits.filter(({ name }) => PAGES.test(name));

  it('of the route table is finished, on a phone and a desk, by day and by night', async () => {
    const visits = wanted(routeVisits(webRoutes(site.web.app), site));
    const { seen, faults } = await look(visits, false);
    expect(faults).toEqual({});
    // Files, calendars and pieces of pages are no pages.
    const others = visits.map(({ name }) => name).filter((name) => !seen.includes(name));
    expect(others.filter((name) => !NO_PAGES.test(name))).toEqual([]);
  }, 900_000);

  it('is as good when it is empty, refused, closed or wrong', async () => {
    expect((await look(wanted(stateVisits(site)), true)).faults).toEqual({});
  }, 900_000);

  it('of the back office is in English for who reads English, and nothing on it in French', async () => {
    const places = loadTerritory('24').communes.map(({ epciName }) => frenchTypography(epciName ?? ''));
    const faultsOf = await englishFaults(site.web.database.adminUrl, [...places, await productFile()]);
    const reader = new OfficeReader(site.web.app);
    const visits = wanted([...routeVisits(webRoutes(site.web.app), site), ...stateVisits(site)]);
    const faults: Record<string, string[]> = {};
    let seen = 0;
    for (const visit of visits.filter(({ host, submit }) => host === 'gestion' && !submit)) {
      const french = await reader.page(visit, 'fr');
      const english = await reader.page(visit, 'en');
      if (french === null || english === null || visit.name.endsWith('-composants')) continue;
      seen += 1;
      const found = faultsOf(english);
      expect(french).toContain('<html lang="fr">');
      if (!english.includes('<html lang="en">')) found.push('no language');
      if (found.length > 0) faults[visit.name] = found;
    }
    expect(faults).toEqual({});
    expect(seen).toBeGreaterThan(PAGES.source === '(?:)' ? 80 : 0);
  }, 300_000);

  it('of the way from the basket to the order is finished', async () => {
    const page = await visitors[0]!.newPage(null);
    const watch = watchPage(page, DOMAIN);
    const faults: Record<string, string[]> = {};
    const check = async (name: string) => {
      const found = [...(await pageFaults(page, name, { isBrief: true, shots: SHOTS })), ...watch.take()];
      if (found.length > 0) faults[name] = found;
    };
    await page.goto(site.url('fleurs-martin', `/produits/${site.examples['@shop/produits/:handle']}`));
    await page.getByRole('button', { name: 'Ajouter au panier' }).click();
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
