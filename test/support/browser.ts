import bundled from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

/** A real Chromium from npm: nothing to install on the machine, root or not. `CHROMIUM_PATH` names another one. */
export const browserPath = async (): Promise<string> =>
  process.env['CHROMIUM_PATH'] ?? (await bundled.executablePath());

/**
 * It, headless, French unless a context says otherwise. Names below `localhost` reach 127.0.0.1 by themselves. Close it in
 * `afterAll`. `flags`: more of Chromium's own.
 */
export async function openBrowser(flags: string[] = []): Promise<Browser> {
  const executablePath = await browserPath();
  const args = ['--headless', '--no-sandbox', '--disable-gpu', ...flags];
  const launch = () => chromium.launch({ executablePath, headless: true, args });
  // On a busy machine Chromium has been seen to crash while it starts; a second start is a new process.
  const browser = await launch().catch(launch);
  const newContext = browser.newContext.bind(browser);
  browser.newContext = (options) => newContext({ locale: 'fr-FR', ...options });
  return browser;
}

/** The service worker is in charge of the page. It does not claim one that was on its way while it started: that is asked for again. */
export async function workerReady(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => 1)');
  const isInCharge = () => page.evaluate('navigator.serviceWorker.controller !== null');
  for (let tries = 0; tries < 10 && !(await isInCharge()); tries++) await page.waitForTimeout(100);
  if (!(await isInCharge())) await page.reload();
  if (!(await isInCharge())) throw new Error('The worker is not in charge of the page.');
}
