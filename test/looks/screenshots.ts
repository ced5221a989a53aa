// npm run screenshots [-- folder [words]]: every theme x template x width into a folder, and a contact sheet of them.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { listThemes, theme } from '#libs/themes';
import { openBrowser } from '../support/browser.js';
import { previewPages, servePreview } from '../support/theme-preview.js';
import { contactSheet, type Shot } from './contact-sheet.js';

const FOLDER = path.resolve(process.argv[2] ?? '.data/screenshots');
/** Themes and pages whose name (`rayon/product-long`) matches; all by default. */
const WANTED = new RegExp(process.argv[3] ?? '');

const LOOKS = [
  { width: 320, height: 640, colorScheme: 'light', media: 'screen' },
  { width: 768, height: 1024, colorScheme: 'light', media: 'screen' },
  { width: 1440, height: 900, colorScheme: 'light', media: 'screen' },
  { width: 1440, height: 900, colorScheme: 'dark', media: 'screen' },
] as const;
/** A4 at 96 px an inch; what customers print. */
const PRINTED = { width: 794, height: 1123, colorScheme: 'light', media: 'print' } as const;

type Look = (typeof LOOKS)[number] | typeof PRINTED;

const nameOf = ({ width, colorScheme, media }: Look): string => (media === 'print' ? media : `${width}-${colorScheme}`);

/** Pictures of all pages of one theme, in `folder/<theme>`. */
async function shoot(browser: Browser, name: string): Promise<Shot[]> {
  const shown = theme(name);
  const pages = [...previewPages(shown).keys()].filter((page) => WANTED.test(`${name}/${page}`)).toSorted();
  if (pages.length === 0) return [];
  await mkdir(path.join(FOLDER, name), { recursive: true });
  const { url, server } = await servePreview(shown, shown.readSettings({}));
  const shots: Shot[] = [];
  for (const look of [...LOOKS, PRINTED]) {
    const { width, height, colorScheme, media } = look;
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.emulateMedia({ media });
    for (const at of pages.filter((one) => media === 'screen' || one.startsWith('order'))) {
      const file = `${name}/${at}-${nameOf(look)}.jpg`;
      await page.goto(`${url}/${at}`, { waitUntil: 'load' });
      await page.screenshot({ path: path.join(FOLDER, file), type: 'jpeg', quality: 82, fullPage: true });
      shots.push({ theme: name, page: at, look: nameOf(look), width, file });
    }
    await context.close();
    console.log(`${name} ${nameOf(look)}: ${pages.length} pages`);
  }
  server.close();
  return shots;
}

await rm(path.join(FOLDER, 'index.html'), { force: true });
await mkdir(FOLDER, { recursive: true });
const browser = await openBrowser();
const shots: Shot[] = [];
for (const name of listThemes()) shots.push(...(await shoot(browser, name)));
await browser.close();
await writeFile(path.join(FOLDER, 'index.html'), contactSheet(shots));
console.log(`${shots.length} pictures: ${path.join(FOLDER, 'index.html')}`);
