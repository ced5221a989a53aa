import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Memberships, People, Sessions } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { type OrderDetails, Orders } from '#libs/orders';
import { asShop } from '#libs/tenancy';
import { createShop, createVariant, orderOf, type VariantTraits } from './order-shop.js';
import { type TestWeb, testWeb } from './web.js';

/** A web application that listens, with one shop and its owner, signed in. */
export interface Office {
  web: TestWeb;
  shopId: string;
  /** `gestion.devanture.localhost:41234` */
  host: string;
  cookie: string;
  get(url: string): Promise<{ status: number; text: string; raw: Buffer; type: string }>;
  place(traits?: Partial<VariantTraits>, quantity?: number): Promise<OrderDetails>;
  /** A browser in which the owner is signed in. */
  context(browser: Browser, options?: object): Promise<BrowserContext>;
}

/** As if Stripe had said that the order's card was charged. */
export const payOnline = ({ web, shopId }: Pick<Office, 'web' | 'shopId'>, orderId: string): Promise<unknown> =>
  asShop(shopId, () =>
    web.tenancy.shopTransaction(async (tx) => {
      await tx.query(`update shop_order set payment = 'card' where shop_id = $1 and order_id = $2`, [shopId, orderId]);
      await tx.query(
        `insert into order_payment (shop_id, order_id, account_id, status, amount_cents, captured_cents, due_at)
         select $1, order_id, 'acct_1', 'captured', total_cents, total_cents, now() from shop_order where order_id = $2`,
        [shopId, orderId],
      );
    }),
  );

export async function openOffice(env: Record<string, string> = {}): Promise<Office> {
  const web = await testWeb(env);
  await web.app.listen({ port: 0, host: '127.0.0.1' });
  const host = `gestion.devanture.localhost:${(web.app.getHttpServer().address() as AddressInfo).port}`;
  const shopId = await createShop(web, { slug: 'fleurs-martin' });
  const person = await web.app.get(People, { strict: false }).ensure({ email: `${newId()}@example.fr` });
  const owner = { role: 'owner', shopId, initiativeId: null } as const;
  await web.app.get(Memberships, { strict: false }).grant(person.personId, owner);
  const cookie = `__Host-session=${await web.app.get(Sessions, { strict: false }).open(person.personId)}`;
  return {
    web,
    shopId,
    host,
    cookie,
    get: async (url) => {
      const answer = await web.app.inject({ method: 'GET', url, headers: { host, cookie } });
      const text = answer.body.replace(/[\u00a0\u202f]/g, ' ');
      return { status: answer.statusCode, text, raw: answer.rawPayload, type: String(answer.headers['content-type']) };
    },
    place: async (traits = {}, quantity = 1) => {
      const variantId = await createVariant(web, shopId, traits);
      const input = orderOf([], { lines: [{ variantId, quantity }], note: 'Sans <épines>, merci' });
      return (await asShop(shopId, () => web.app.get(Orders, { strict: false }).place(input, newId()))).order;
    },
    context: async (browser, options = {}) => {
      const context = await browser.newContext(options);
      const [name, value] = cookie.split('=') as [string, string];
      const domain = host.split(':')[0]!;
      await context.addCookies([{ name, value, domain, path: '/', secure: true, httpOnly: true }]);
      return context;
    },
  };
}

/** What axe finds, and whether the page is wider than the window. */
export async function pageFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const tooWide = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  const found = violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);
  return tooWide > 0 ? [...found, `${tooWide} px too wide`] : found;
}

/** SHOTS=folder keeps pictures for the eye. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
