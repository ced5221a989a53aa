import type { Browser } from 'playwright-core';
import { Clock } from '#libs/kernel';
import { type OrderDetails, readableCode } from '#libs/orders';
import { openBrowser } from '../../../../../test/support/browser.js';
import { type Office, openOffice, pageFaults, payOnline, shoot } from '../../../../../test/support/office.js';
import { TUESDAY_NINE } from '../../../../../test/support/order-shop.js';

describe('slips', () => {
  let office: Office;
  let order: OrderDetails;
  let browser: Browser;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    office = await openOffice();
    order = await office.place({ name: 'Bouquet de roses du jardin' }, 3);
    await office.place({ name: 'Couronne de l’Avent' });
    await office.place({ name: 'Sur commande', stock: 'untracked', onHand: 0 });
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await office?.web.close();
    Clock.freeze(null);
  });

  it('say of one order what is to be put together, with the code, and the prices when they are wanted', async () => {
    const { text } = await office.get(`/commandes/${order.orderId}/bon`);
    expect(text).toContain(readableCode(order.pickupCode).replace(/\s/g, ' '));
    expect(text).toContain('Anne Dupré');
    expect(text).toContain('mardi 24 novembre, 11 h – 11 h 30');
    expect(text).toContain('3 articles');
    expect(text).toContain('Sans &lt;épines&gt;, merci');
    expect(text).toContain('37,50 €');
    expect(text).not.toContain('slips-80mm');
    const bare = await office.get(`/commandes/${order.orderId}/bon?prix=non&papier=80mm`);
    expect(bare.text).toContain('slips-80mm');
    expect(bare.text).not.toContain('€');
  });

  it('say whether there is still something to pay', async () => {
    const bon = async () => (await office.get(`/commandes/${order.orderId}/bon?prix=non`)).text;
    expect(await bon()).toContain('À payer à la boutique');
    await payOnline(office, order.orderId);
    expect(await bon()).toContain('Payé en ligne');
    expect(await bon()).not.toContain('À payer à la boutique');
  });

  it('say of a day or a slot every order that was accepted, and of nothing else', async () => {
    const articles = async (url: string) => ((await office.get(url)).text.match(/<article/g) ?? []).length;
    expect(await articles('/commandes/bons')).toBe(2);
    expect(await articles('/commandes/bons?retrait=2026-11-24')).toBe(2);
    expect(await articles('/commandes/bons?retrait=2026-11-24T11:00')).toBe(2);
    expect(await articles('/commandes/bons?retrait=2026-11-24T11:30')).toBe(0);
    expect(await articles('/commandes/bons?retrait=%27;drop&papier=a3&prix=x')).toBe(2);
    expect((await office.get('/commandes/01a20000-0000-7000-8000-000000000000/bon')).status).toBe(404);
  });

  it.each([360, 1280])('have nothing that axe or a phone complains of, at %i px', async (width) => {
    const context = await office.context(browser, { viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(`http://${office.host}/commandes/bons`);
    expect(await pageFaults(page)).toEqual([]);
    await shoot(page, `slips-${width}`);
    await context.close();
  });

  it.each([
    ['a4', 794, 1],
    ['80mm', 302, 2],
  ])('print on %s without anything else', async (papier, width, sheets) => {
    const context = await office.context(browser, { viewport: { width, height: 1122 } });
    const page = await context.newPage();
    await page.goto(`http://${office.host}/commandes/bons?papier=${papier}`);
    await page.emulateMedia({ media: 'print' });
    await shoot(page, `slips-print-${papier}`);
    expect(await page.locator('.office-nav, .office-header, form, h1').filter({ visible: true }).count()).toBe(0);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(sheets);
    const [, points] = /\/MediaBox\s*\[0 0 ([\d.]+)/.exec(pdf) ?? [];
    expect(Math.round((Number(points) / 72) * 25.4)).toBe(papier === 'a4' ? 210 : 80);
    await context.close();
  });
});
