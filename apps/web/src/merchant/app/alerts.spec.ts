import { AxeBuilder } from '@axe-core/playwright';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { Memberships, People, Sessions } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { openBrowser } from '../../../../../test/support/browser.js';
import { createShop } from '../../../../../test/support/order-shop.js';
import { pushBrowser, pushService, type PushService } from '../../../../../test/support/push-service.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

describe('the page of alerts', () => {
  let web: TestWeb;
  let service: PushService;
  let cookie: string;
  let host: string;

  beforeAll(async () => {
    service = await pushService();
    web = await testWeb({ OUTBOUND_ALLOW: service.host });
    await web.app.listen({ port: 0, host: '127.0.0.1' });
    host = `gestion.devanture.localhost:${(web.app.getHttpServer().address() as AddressInfo).port}`;
  }, 60_000);

  afterAll(async () => {
    await web.close();
    await service.close();
  });

  beforeEach(async () => {
    service.answers.length = 0;
    service.deliveries.length = 0;
    const shopId = await createShop(web);
    const person = await web.app.get(People, { strict: false }).ensure({ email: `${newId()}@example.fr` });
    const staff = { role: 'staff', shopId, initiativeId: null } as const;
    await web.app.get(Memberships, { strict: false }).grant(person.personId, staff);
    cookie = `__Host-session=${await web.app.get(Sessions, { strict: false }).open(person.personId)}`;
  });

  const get = async (url: string): Promise<string> => {
    const answer = await web.app.inject({ method: 'GET', url, headers: { host, cookie } });
    return answer.body.replace(/[\u00a0\u202f]/g, ' ');
  };
  const post = async (url: string, fields: Record<string, string> = {}) => {
    const type = 'application/x-www-form-urlencoded';
    const headers = {
      host,
      cookie,
      origin: `http://${host}`,
      'content-type': type,
      'user-agent': 'Android Chrome/147',
    };
    const payload = new URLSearchParams(fields).toString();
    const answer = await web.app.inject({ method: 'POST', url, headers, payload });
    const flash = /flash=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? '';
    return { status: answer.statusCode, body: answer.body, flash: Buffer.from(flash, 'base64url').toString() };
  };
  const fieldsOf = ({ subscription: { endpoint, keys } }: ReturnType<typeof pushBrowser>) => ({ endpoint, ...keys });
  const deviceUrl = async (): Promise<string> =>
    /\/alertes\/appareils\/[0-9a-f-]{36}/.exec(await get('/alertes'))?.[0] ?? '';

  it('adds a device, tries it, changes it and removes it', async () => {
    const browser = pushBrowser(service, 'phone');
    expect(await get('/alertes')).not.toContain('Vos appareils avertis');
    expect((await post('/alertes/appareils', fieldsOf(browser))).status).toBe(303);
    expect(await get('/alertes')).toContain('Chrome, Android');
    const url = await deviceUrl();
    expect((await post(`${url}/essai`)).flash).toContain('alerts.test.taken');
    expect(browser.read(service.deliveries[0]!)).toMatchObject({ title: 'Les alertes fonctionnent', url: '/alertes' });
    await post(url, { cancellations: 'yes' });
    const page = await get('/alertes');
    expect(page).toMatch(/id="new-[^"]+" name="newOrders" type="checkbox" value="yes">/);
    expect(page).toMatch(/id="cancelled-[^"]+" name="cancellations" type="checkbox" value="yes" checked>/);
    expect((await post(`${url}/fin`)).status).toBe(303);
    expect(await deviceUrl()).toBe('');
    expect((await post(`${url}/fin`)).status).toBe(404);
  });

  it('says what became of a test that did not arrive, and removes a device that is gone', async () => {
    await post('/alertes/appareils', fieldsOf(pushBrowser(service, 'phone')));
    const url = await deviceUrl();
    service.answers.push(503, 410);
    expect((await post(`${url}/essai`)).flash).toContain('alerts.test.later');
    expect(await get('/alertes')).toContain('La dernière alerte n’est pas arrivée.');
    expect((await post(`${url}/essai`)).flash).toContain('alerts.test.gone');
    expect(await deviceUrl()).toBe('');
  });

  it.each([
    ['an address in our own network', { endpoint: 'https://127.0.0.1/x' }],
    ['an address that is not https', { endpoint: 'http://push.example.org/x' }],
    ['a key that is none', { p256dh: 'abc' }],
    ['no key', { auth: '' }],
  ])('refuses %s with a sentence, and keeps nothing', async (_, wrong) => {
    const { status, body } = await post('/alertes/appareils', { ...fieldsOf(pushBrowser(service, 'x')), ...wrong });
    expect(status).toBe(422);
    expect(body).toContain('error-summary');
    expect(await deviceUrl()).toBe('');
  });

  describe('in a browser', () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await openBrowser();
    }, 30_000);
    afterAll(() => browser.close());

    it.each([360, 1280])('has nothing that axe or a phone complains of, at %i px', async (width) => {
      await post('/alertes/appareils', fieldsOf(pushBrowser(service, 'phone')));
      const context = await browser.newContext({ viewport: { width, height: 800 } });
      const [name, value] = cookie.split('=') as [string, string];
      await context.addCookies([{ name, value, domain: host.split(':')[0]!, path: '/', secure: true, httpOnly: true }]);
      page = await context.newPage();
      await page.goto(`http://${host}/alertes`);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Alertes et application');
      await page.waitForSelector('[data-alerts-state]:not([hidden])');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/alerts-${width}.png`, fullPage: true });
      await context.close();
    });

    it('shows what was sent, and something in any case', async () => {
      const context = await browser.newContext();
      page = await context.newPage();
      await page.goto(`http://${host}/connexion`);
      await page.evaluate('navigator.serviceWorker.ready.then(() => 1)');
      const [worker] = context.serviceWorkers();
      const shown = (data: string): Promise<unknown> =>
        worker!.evaluate(`new Promise((done) => {
          registration.showNotification = async (title, options) => done({ title, ...options });
          dispatchEvent(new PushEvent('push', { data: ${JSON.stringify(data)} }));
        })`);
      const message = { title: 'Nouvelle commande', body: '3 articles', url: '/commandes/x', tag: 'new_orders-x' };
      const { url, ...rest } = message;
      expect(await shown(JSON.stringify(message))).toMatchObject({ ...rest, data: url, lang: 'fr' });
      expect(await shown('not one of ours')).toMatchObject({ title: 'Devanture', data: '/commandes' });
      await context.close();
    });
  });
});
