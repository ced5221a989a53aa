import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../../apps/console/src/seed-demo.js';
import { openBrowser } from './browser.js';
import { pageFaults, watchPage } from './page-faults.js';
import { NEWCOMER, type TourSite } from './tour-site.js';
import type { Visit, Visitor } from './tour-visits.js';

const DOMAIN = 'devanture.localhost';
const PATIENCE_MS = 45_000;

/** How one looks: `isBrief` at a phone by day and a desk by night alone; `shots`: a folder for pictures. */
interface Eye {
  isBrief: boolean;
  shots?: string | undefined;
}

/**
 * Somebody who goes from page to page in a browser of their own, signed in as each visit asks, and says what is wrong.
 * On a busy machine Chromium has been seen to answer no more: then it is ended, and a new one asks the page once again.
 */
export class PageVisitor {
  private browser?: Promise<Browser> | undefined;
  private readonly contexts = new Map<Visitor, Promise<BrowserContext>>();

  constructor(private readonly site: TourSite) {}

  /** What is wrong with one page; null when what came is none. */
  async faultsOf(visit: Visit, eye: Eye): Promise<string[] | null> {
    return patient(() => this.look(visit, eye)).catch(async () => {
      await this.close();
      return patient(() => this.look(visit, eye));
    });
  }

  async newPage(visitor: Visitor): Promise<Page> {
    return (await this.contextOf(visitor)).newPage();
  }

  async close(): Promise<void> {
    const browser = await this.browser?.catch(() => undefined);
    this.browser = undefined;
    this.contexts.clear();
    await patient(async () => browser?.close()).catch(() => undefined);
  }

  private async look(visit: Visit, { isBrief, shots }: Eye): Promise<string[] | null> {
    const page = await this.newPage(visit.as);
    const watch = watchPage(page, DOMAIN);
    const { status, isPage } = await this.open(page, visit);
    const wanted = visit.status ?? 200;
    const found = status === wanted ? [] : [`${status} instead of ${wanted}`];
    if (isPage) found.push(...(await pageFaults(page, visit.name, { isBrief, shots })), ...watch.take());
    await page.close();
    return isPage ? found : null;
  }

  /** The status and the kind of what came; a download opens no page. */
  private async open(page: Page, { host, address, submit }: Visit): Promise<{ status: number; isPage: boolean }> {
    const answer = await page.goto(this.site.url(host, address), { waitUntil: 'load' }).catch((error: unknown) => {
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

  private contextOf(visitor: Visitor): Promise<BrowserContext> {
    const known = this.contexts.get(visitor) ?? this.signedIn(visitor);
    this.contexts.set(visitor, known);
    return known;
  }

  private async signedIn(visitor: Visitor): Promise<BrowserContext> {
    this.browser ??= openBrowser();
    const context = await (await this.browser).newContext({ viewport: { width: 360, height: 800 }, locale: 'fr-FR' });
    if (visitor === null) return context;
    const page = await context.newPage();
    await page.goto(this.site.url('gestion', '/connexion'));
    await page.getByLabel('Adresse e-mail').fill(visitor);
    await page.getByLabel('Mot de passe').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Me connecter', exact: true }).click();
    await page.waitForURL((url) => url.pathname !== '/connexion');
    if (visitor === NEWCOMER) {
      await page.goto(this.site.url('gestion', '/boutiques'));
      await page.getByRole('button', { name: 'Chez Paule' }).click();
    }
    await page.close();
    return context;
  }
}

const hasLayout = (page: Page) => page.evaluate<boolean>('document.doctype !== null');

/** Rejects when there is no answer in good time. */
async function patient<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
  });
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}
