import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Products } from '#libs/catalog';
import { InvalidInputError } from '#libs/kernel';
import { Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { frenchTypography, listThemes, theme } from '#libs/themes';
import { openBrowser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { chunks, packed, productsOf, words } from '../support/hostile-words.js';
import { CANARY, pageMarks, watchFrames } from '../support/page-canary.js';
import { createShop } from '../support/order-shop.js';
import { type TestWeb, testWeb } from '../support/web.js';

const FOLDER = process.env['CORPUS_DIR'] ? path.join(process.env['CORPUS_DIR'], 'hostile') : null;
const inCorpus = FOLDER ? describe : describe.skip; // skipped: CORPUS_DIR not set
const SLUG = 'mots-hostiles';
const PER_PAGE = 24;

/** Naughty strings and script payloads, each where a merchant can write; the page's own policy is off, so that escaping alone protects. */
inCorpus('hostile words', () => {
  const hostile = FOLDER ? words(FOLDER) : [];
  let web: TestWeb;
  let browser: Browser;
  let page: Page;
  let shopId: string;
  let host: string;
  const asked: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    host = `${SLUG}.devanture.localhost:${port}`;
    [web, browser] = await Promise.all([testWeb({ PUBLIC_PORT: String(port) }), openBrowser()]);
    shopId = await createShop(web, { slug: SLUG });
    await web.app.listen(port, '127.0.0.1');
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 360, height: 800 } });
    await context.addInitScript(CANARY);
    page = await context.newPage();
    page.on('request', (request) => asked.push(request.url()));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await web?.close();
  }, 30_000);

  const get = <T>(type: abstract new (...args: never[]) => T): T => web.app.get(type, { strict: false });
  const wear = (name: string) => asShop(shopId, () => get(Shops).update({ theme: name }));
  const htmlOf = async (address: string): Promise<string> =>
    (await web.app.inject({ method: 'GET', url: address, headers: { host } })).body;

  /** What each of these pages shows in frames of a phone's width, and what is wrong with it. */
  const framed = async (htmls: string[]) => {
    const seen = [];
    for (const some of chunks(htmls, 10)) seen.push(...(await watchFrames(page, some)));
    return seen;
  };

  /** Requests beyond the shop. */
  const strangers = () => asked.filter((url) => !/^(?:data|about|blob):/.test(url) && new URL(url).host !== host);

  it('as names, categories, options and descriptions of products: stored as they are, shown, never run', async () => {
    const { accepted, refused } = productsOf(hostile);
    expect(hostile.length).toBeGreaterThan(750);
    expect(accepted.length).toBeGreaterThan(150);
    const made = await asShop(shopId, async () => {
      const views = [];
      for (const input of accepted) views.push(await get(Products).create(input));
      for (const input of refused) await expect(get(Products).create(input)).rejects.toBeInstanceOf(InvalidInputError);
      return get(Products).byIds(views.map(({ productId }) => productId));
    });
    const stored = made.map(({ name, category, variants }) => [name, category, variants.map(({ options }) => options)]);
    const given = accepted.map(({ name, category, variants }) => [
      name,
      category || null,
      variants.map(({ options }) => options),
    ]);
    expect(stored.toSorted(byName)).toEqual(given.toSorted(byName));
    const names: string[] = [];
    const faults: unknown[] = [];
    for (let at = 0; at < Math.ceil(made.length / PER_PAGE); at++) {
      await wear(listThemes()[at % listThemes().length]!);
      await page.goto(`http://${host}/produits?page=${at + 1}`);
      const seen = await pageMarks(page);
      names.push(...seen.names);
      if (seen.faults.length > 0) faults.push([at + 1, ...seen.faults]);
    }
    expect(faults).toEqual([]);
    expect(names.toSorted()).toEqual(made.map(({ name }) => frenchTypography(name)).toSorted());
    const rich = made.filter(({ descriptionHtml }) => descriptionHtml !== '');
    const shown = await framed(await Promise.all(rich.map(({ handle }) => htmlOf(`/produits/${handle}`))));
    expect(shown.flatMap(({ faults: found }) => found)).toEqual([]);
    expect(shown.map(({ title }) => title)).toEqual(rich.map(({ name }) => frenchTypography(name)));
    expect(strangers()).toEqual([]);
  }, 180_000);

  it('as name, sign, words and theme setting of the shop', async () => {
    const lines = packed(hostile, 200);
    const pages: string[] = [];
    for (const [at, name] of lines.entries()) {
      const themeSettings = { accent: name, welcome: name };
      const change = { name, tagline: name, description: name, addressLine: name, themeSettings };
      await asShop(shopId, () => get(Shops).update({ ...change, theme: listThemes()[at % listThemes().length]! }));
      pages.push(await htmlOf('/'));
    }
    await page.goto(`http://${host}/informations`);
    const shown = await framed(pages);
    expect(shown.flatMap(({ faults }) => faults)).toEqual([]);
    expect(shown.map(({ sign }) => sign)).toEqual(lines.map((name) => name.trim().replace(/\r\n?/g, '\n')));
    expect(strangers()).toEqual([]);
  }, 180_000);

  it.each(listThemes())('%s: a setting takes nothing that is not of its type', (name) => {
    const { manifest } = theme(name);
    const typed = new Map(manifest.settings.filter(({ type }) => type !== 'text').map(({ type, id }) => [type, id]));
    // Each word is tried in one theme: they share the rules.
    const own = hostile.filter((_, at) => listThemes()[at % listThemes().length] === name);
    const taken = [...typed.values()].flatMap((id) => own.filter((word) => accepts(name, { [id]: word })));
    expect([...typed.keys()]).toEqual(expect.arrayContaining(['choice', 'colour', 'image']));
    expect(taken).toEqual([]);
  });
});

/** Names differ. */
const byName = (one: unknown[], other: unknown[]): number => (String(one[0]) < String(other[0]) ? -1 : 1);

function accepts(name: string, input: unknown): boolean {
  try {
    theme(name).parseSettings(input);
    return true;
  } catch (error) {
    if (error instanceof InvalidInputError) return false;
    throw error;
  }
}
