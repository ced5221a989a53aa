import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { Passkeys, People } from '#libs/accounts';
import { openBrowser } from '../../../../test/support/browser.js';
import { freePort } from '../../../../test/support/free-port.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const PORT = await freePort();
const OFFICE = `http://gestion.devanture.localhost:${PORT}`;
const PASSWORD = 'demo-devanture';
const MARTIN = 'martin@demo.test';

describe('passkeys', () => {
  let web: TestWeb;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let device: CDPSession;

  beforeAll(async () => {
    web = await testWeb({ PUBLIC_PORT: String(PORT) });
    const people = web.app.get(People, { strict: false });
    await people.setPassword(await people.ensure({ email: MARTIN, name: 'Martin' }), PASSWORD);
    await web.app.listen({ port: PORT, host: '127.0.0.1' });
    browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await web.close();
  });

  /** A phone with one fingerprint, as the browser's own test interface offers it. */
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 360, height: 760 } });
    page = await context.newPage();
    device = await context.newCDPSession(page);
    await device.send('WebAuthn.enable');
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  });

  afterEach(() => context.close());

  async function signInByPassword(): Promise<void> {
    await page.goto(`${OFFICE}/connexion?suite=/compte`);
    await page.fill('#email', MARTIN);
    await page.fill('#password', PASSWORD);
    await Promise.all([page.waitForURL(`${OFFICE}/compte`), page.keyboard.press('Enter')]);
  }

  const addKey = async (): Promise<void> => {
    const added = page.waitForResponse((answer) => answer.url().endsWith('/compte/cles'));
    await page.getByRole('button', { name: 'Ajouter une clé sur cet appareil' }).click();
    expect((await added).status()).toBe(201);
    await page.getByRole('button', { name: /^Retirer/ }).waitFor();
  };

  it('open the account with a finger, and not once they are removed', async () => {
    await signInByPassword();
    await addKey();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await context.clearCookies();
    await page.goto(`${OFFICE}/connexion?suite=/compte`);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('button', { name: 'Entrer avec une clé d’accès' }).click();
    await page.waitForURL(`${OFFICE}/compte`);
    expect(await page.locator('main').textContent()).toContain(MARTIN);
    await page.getByRole('button', { name: /^Retirer/ }).click();
    await page.getByText('La clé est retirée').waitFor();
    await context.clearCookies();
    await page.goto(`${OFFICE}/connexion`);
    await page.getByRole('button', { name: 'Entrer avec une clé d’accès' }).click();
    await page.getByText('n’a pas pu être vérifiée').waitFor();
    expect(page.url()).toBe(`${OFFICE}/connexion`);
  }, 60_000);

  it('answer a challenge once, for one person and one site', async () => {
    await signInByPassword();
    await addKey();
    const passkeys = web.app.get(Passkeys, { strict: false });
    const { ticket, options } = await passkeys.toSignIn();
    const response = await page.evaluate(async (asked) => {
      const browserApi = globalThis as unknown as {
        SimpleWebAuthnBrowser: { startAuthentication(o: object): Promise<never> };
      };
      return browserApi.SimpleWebAuthnBrowser.startAuthentication({ optionsJSON: asked });
    }, options as object);
    expect((await passkeys.signIn({ ticket, response }, '10.0.0.1')).email).toBe(MARTIN);
    const refused = { code: 'accounts.passkey_refused' };
    await expect(passkeys.signIn({ ticket, response }, '10.0.0.1')).rejects.toMatchObject(refused);
    const other = await passkeys.toSignIn();
    await expect(passkeys.signIn({ ticket: other.ticket, response }, '10.0.0.1')).rejects.toMatchObject(refused);
  }, 60_000);

  it('are guarded against guessing', async () => {
    const passkeys = web.app.get(Passkeys, { strict: false });
    const guess = () =>
      passkeys.signIn({ ticket: 'x', response: { id: 'x' } as never }, '10.0.0.2').catch(({ code }) => code);
    const codes: unknown[] = [];
    for (let i = 0; i < 20; i++) codes.push(await guess());
    expect(codes.at(0)).toBe('accounts.passkey_refused');
    expect(codes.at(-1)).toBe('accounts.too_many_attempts');
  });
});
