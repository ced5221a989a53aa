import path from 'node:path';
import type { Page } from 'playwright-core';
import { axeFaults, COLOUR_RULES, readAxe } from './axe.js';

/** A phone by day and a desk by night; the other two differ in their colours alone. */
const LOOKS = [
  { width: 360, colorScheme: 'light', isFirst: true },
  { width: 360, colorScheme: 'dark', isFirst: false },
  { width: 1280, colorScheme: 'dark', isFirst: true },
  { width: 1280, colorScheme: 'light', isFirst: false },
] as const;

/** Everything that may be pressed but links inside a sentence, and what goes beyond the screen's edge. */
const MEASURE = `(() => {
  const name = (element) => (element.outerHTML.match(/^<[^>]*>/) || [''])[0].slice(0, 160);
  const isShown = (element) => element.checkVisibility({ opacityProperty: true }) && !element.closest('.visually-hidden');
  const target = 'a.button, button, .link, summary, select, textarea, nav a, .stat a, .table td a, h2 a, h3 a, .choice label, ' +
    '.check-row label, .photo-drop, input:not([type=hidden]):not([type=checkbox]):not([type=radio])';
  const small = [...document.querySelectorAll(target)].filter(isShown).filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    // A link that covers its card is as large as the card.
    const isCard = getComputedStyle(element, '::after').position === 'absolute';
    return height > 0 && !isCard && (height < 43.5 || (width < 43.5 && !element.matches('label')));
  });
  const wide = document.documentElement.scrollWidth - innerWidth;
  const sticksOut = (element) => isShown(element) && element.getBoundingClientRect().right > innerWidth + 1;
  return [
    ...small.map((element) => 'small target: ' + Math.round(element.getBoundingClientRect().height) + ' px ' + name(element)),
    ...(wide > 0 ? ['wider than the screen by ' + wide + ': ' + [...document.querySelectorAll('main *')].filter(sticksOut).slice(0, 3).map(name).join(' ')] : []),
  ];
})()`;

const OUTLINE = `(() => {
  const headings = document.querySelectorAll('h1').length;
  const straight = (document.body.innerText.match(/.{0,20}[\\p{L}]'[\\p{L}].{0,20}/gu) || []).map((text) => 'straight apostrophe: ' + text);
  const loose = (document.body.innerText.match(/[^\\n]{0,20} [:;!?»](?=\\s)|« [^\\n]{0,20}/gu) || []).map((text) => 'space that may break: ' + text);
  return [
    ...(headings === 1 ? [] : [headings + ' h1']),
    ...(document.title.trim() ? [] : ['no title']),
    ...(document.documentElement.lang === 'fr' ? [] : ['no language']),
    ...straight, ...loose,
  ];
})()`;

/** How closely one looks: `isBrief` at a phone by day and a desk by night alone; `shots`: where pictures go. */
interface Eye {
  isBrief: boolean;
  shots?: string | undefined;
}

/** What is wrong with the page as it stands, at a phone's and a desk's width, by day and by night. */
export async function pageFaults(page: Page, name: string, { isBrief, shots }: Eye): Promise<string[]> {
  const faults: string[] = await page.evaluate(OUTLINE);
  await readAxe(page);
  for (const { width, colorScheme, isFirst } of isBrief ? LOOKS.filter((look) => look.isFirst) : LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: string[] = isFirst ? await page.evaluate(MEASURE) : [];
    const axe = await axeFaults(page, isFirst ? undefined : COLOUR_RULES);
    found.push(...axe.map(({ rule, html }) => `${rule}: ${html}`));
    faults.push(...found.map((fault) => `${width} ${colorScheme}, ${fault}`));
    if (shots) await page.screenshot({ path: path.join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
  }
  return faults;
}

/** Errors of the console and requests beyond the site, as they come; `take` empties the list. */
export function watchPage(page: Page, domain: string): { take(): string[] } {
  let seen: string[] = [];
  page.on('console', (message) => {
    // A page whose status is not 200 is announced there as well.
    const isOwn = message.location().url === page.url();
    if (message.type() === 'error' && !isOwn) seen.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => seen.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    const isOurs = hostname === domain || hostname.endsWith(`.${domain}`);
    if (!isOurs && protocol.startsWith('http')) seen.push(`asks another host: ${request.url()}`);
  });
  const take = (): string[] => {
    const taken = seen;
    seen = [];
    return taken;
  };
  return { take };
}
