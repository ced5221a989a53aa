import type { Browser, Page } from 'playwright-core';
import { Clock } from '#libs/kernel';
import { OrderBook, type OrderDetails } from '#libs/orders';
import { asShop } from '#libs/tenancy';
import { openBrowser } from '../../../../../test/support/browser.js';
import { type FlakyNetwork, flakyNetwork } from '../../../../../test/support/flaky-network.js';
import { type Office, openOffice, pageFaults, shoot } from '../../../../../test/support/office.js';
import { TUESDAY_NINE } from '../../../../../test/support/order-shop.js';

const UNTRACKED = { stock: 'untracked', onHand: 0 } as const;

describe('the order board on a bad network', () => {
  let office: Office;
  let network: FlakyNetwork;
  let browser: Browser;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    office = await openOffice();
    network = await flakyNetwork(office.web.app);
    origin = `http://gestion.devanture.localhost:${network.port}`;
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await network?.close();
    await office?.web.close();
    Clock.freeze(null);
  });

  beforeEach(async () => {
    Object.assign(network.state, { isDown: false, losesAnswers: false });
    network.arrived.length = 0;
    const context = await office.context(browser, { viewport: { width: 360, height: 740 } });
    page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.accept());
  });

  afterEach(() => page.context().close());

  const moves = async ({ orderId }: OrderDetails): Promise<string[]> => {
    const book = office.web.app.get(OrderBook, { strict: false });
    return (await asShop(office.shopId, () => book.byId(orderId)))!.events.map(({ to }) => to);
  };
  const click = (name: string) => page.getByRole('button', { name }).first().click();
  const posts = () => network.arrived.filter((each) => each.startsWith('POST'));

  it('sends an acceptance again whose answer was lost, and it is done once', async () => {
    const order = await office.place(UNTRACKED);
    await page.goto(`${origin}/commandes/${order.orderId}`);
    network.state.losesAnswers = true;
    await click('Accepter');
    await page.getByText('Le réseau ne répond pas').waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await shoot(page, 'resend-360');
    network.state.losesAnswers = false;
    await click('Réessayer maintenant');
    await page
      .getByText(/ acceptée. Le client est prévenu/)
      .first()
      .waitFor();
    expect(posts().length).toBeGreaterThanOrEqual(2);
    expect(await moves(order)).toEqual(['placed', 'accepted']);
  });

  it('keeps the code that was typed, also when the page is opened anew, and hands over once', async () => {
    const order = await office.place();
    await page.goto(`${origin}/commandes`);
    network.state.isDown = true;
    await page.fill('.code-form input[name=code]', order.pickupCode);
    await page.locator('.code-form button[type=submit]').click();
    await page.getByText('Le réseau ne répond pas').waitFor();
    expect(await page.inputValue('.code-form input[name=code]')).toBe(order.pickupCode);
    expect(await moves(order)).toEqual(['placed', 'accepted']);
    network.state.isDown = false;
    await page.goto(`${origin}/commandes`);
    for (let tries = 0; tries < 100 && (await moves(order)).length < 3; tries++) await page.waitForTimeout(100);
    expect(await moves(order)).toEqual(['placed', 'accepted', 'collected']);
    await page
      .getByText(/ remise à Anne/)
      .first()
      .waitFor();
    expect(await page.evaluate(`sessionStorage.getItem('unsent') ?? '{}'`)).toBe('{}');
  });

  it('shows what stood against it, with what was typed', async () => {
    const order = await office.place();
    await page.goto(`${origin}/commandes/${order.orderId}`);
    await page.fill('.code-form input[name=code]', 'AAAA BBBB');
    await page.locator('.code-form button[type=submit]').click();
    await page.locator('.error-summary').waitFor();
    expect(await page.inputValue('.code-form input[name=code]')).toBe('AAAA BBBB');
    expect(await moves(order)).toEqual(['placed', 'accepted']);
  });

  it('says that an order was handed over when its code comes a second time, unless the first answer was lost', async () => {
    const order = await office.place();
    const send = async (more: Record<string, string>) => {
      const headers = {
        host: office.host,
        cookie: office.cookie,
        origin: `http://${office.host}`,
        'content-type': 'application/x-www-form-urlencoded',
      };
      const payload = new URLSearchParams({ code: order.pickupCode, ...more }).toString();
      return (await office.web.app.inject({ method: 'POST', url: '/commandes/remises', headers, payload })).statusCode;
    };
    expect([await send({}), await send({}), await send({ reprise: 'oui' })]).toEqual([303, 409, 303]);
    expect(await moves(order)).toEqual(['placed', 'accepted', 'collected']);
  });
});
