import type { Page } from 'playwright-core';

/** What one page shows, and what in it ran, could run, or sticks out of a phone. */
export interface Sighting {
  title: string;
  sign: string;
  names: string[];
  faults: string[];
}

/** In every frame before anything else: whoever calls these leaves a mark in the window at the top. */
export const CANARY = `(() => {
  top.marks = top.marks || [];
  for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = (...words) => void top.marks.push(name + ' ' + words);
})()`;

const SIGHT = `(window) => {
  const { document } = window;
  const text = (selector) => (document.querySelector(selector) || { textContent: '' }).textContent;
  const code = 'script:not([src]):not([type="application/ld+json"]), style, iframe, object, embed, base, frame, applet, link[rel=import], meta[http-equiv]';
  const handlers = [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some(({ name }) => /^on|^style$|^srcdoc$/i.test(name)));
  const links = [...document.querySelectorAll('[href], [src], [action], [formaction]')].filter((one) =>
    ['href', 'src', 'action', 'formaction'].some((name) => /^(?:javascript|vbscript|data:text)/i.test((one.getAttribute(name) || '').replace(/[\\u0000-\\u0020]/g, ''))));
  const found = [...document.querySelectorAll(code), ...handlers, ...links].map((one) => 'could run: ' + one.outerHTML.slice(0, 120));
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const outside = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1);
  if (wide > 0) found.push('wider than the screen by ' + wide + ': ' + outside.slice(0, 2).map((one) => one.outerHTML.slice(0, 160)));
  if (top.marks.length > 0) found.push('ran: ' + top.marks.splice(0).join(', '));
  return { title: text('h1'), sign: text('.sign-name strong'), names: [...document.querySelectorAll('.product-grid .product-name')].map((one) => one.textContent), faults: found };
}`;

export const pageMarks = (page: Page): Promise<Sighting> => page.evaluate(`(${SIGHT})(window)`);

/** Each of these pages in a frame of 360 px of the present page, one beside another. */
export const watchFrames = (page: Page, htmls: readonly string[]): Promise<Sighting[]> =>
  page.evaluate(`(async (htmls) => Promise.all(htmls.map((html) => new Promise((done) => {
    const frame = Object.assign(document.createElement('iframe'), { srcdoc: html, width: 360, height: 800 });
    frame.style.border = 0;
    frame.onload = () => {
      done((${SIGHT})(frame.contentWindow));
      frame.remove();
    };
    document.body.append(frame);
  }))))(${JSON.stringify(htmls)})`);
