import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { Clock } from '#libs/kernel';
import { Claims, Shops } from '#libs/shops';
import { openBrowser } from '../support/browser.js';
import { fleursMartin, type LiveSite, liveSite } from '../support/live-site.js';
import { nextSiret } from '../support/opening-office.js';
import { TUESDAY_NINE } from '../support/order-shop.js';
import { Stopwatch } from '../support/stopwatch.js';

const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const PASSWORD = 'une rose blanche';

/** Somebody with a shop in Loches and a telephone. */
describe('opening a shop', () => {
  let site: LiveSite;
  let browser: Browser;
  let picture: Buffer;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    site = await liveSite([fleursMartin(1)]);
    browser = await openBrowser();
    picture = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#7a8f6a' } })
      .jpeg()
      .toBuffer();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    Clock.freeze(null);
  });

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const at = (page: Page, path: string) => page.waitForURL(site.url('gestion', path));
  const fill = async (page: Page, fields: Record<string, string>) => {
    for (const [name, value] of Object.entries(fields)) await page.locator(`#${name}`).fill(value);
  };

  /** Milliseconds until a search on the portal shows this shop. */
  async function foundAfter(page: Page, words: string): Promise<number> {
    const began = Date.now();
    while (Date.now() - began < 20_000) {
      await page.goto(site.url(null, `/recherche?q=${encodeURIComponent(words)}`));
      if ((await page.locator('main').innerText()).includes(words)) return Date.now() - began;
      await page.waitForTimeout(250);
    }
    throw new Error(`« ${words} » is not found`);
  }

  /** From the first screen to the shop's address, by pages that may have no script. */
  async function toHours(page: Page, email: string, name: string): Promise<void> {
    await page.goto(site.url('gestion', '/ouvrir'));
    await fill(page, { name: 'Anne Dupré', email, password: PASSWORD });
    await press(page, 'Continuer');
    await at(page, '/ouvrir/etablissement');
    await fill(page, { siret: nextSiret() });
    await press(page, 'Continuer');
    await at(page, '/ouvrir/coordonnees');
    await fill(page, { name, addressLine: '3 rue du Pont', postcode: '37600', commune: 'Loches', phone: '0247590000' });
    await press(page, 'Continuer');
    await at(page, '/ouvrir/activite');
    await page.locator('#trade').selectOption('fleurs');
    await press(page, 'Continuer');
    await at(page, '/ouvrir/horaires');
  }

  async function toOpen(page: Page): Promise<void> {
    await press(page, 'Continuer');
    await at(page, '/ouvrir/photo');
    await press(page, 'Continuer, avec ou sans photo');
    await at(page, '/ouvrir/theme');
    await press(page, 'Continuer');
    await at(page, '/ouvrir/mentions');
    await page.locator('#legalForm').selectOption('SARL');
    await page.locator('#capital').fill('5 000 €');
    await page.getByText('Je facture la TVA', { exact: true }).click();
    await page.locator('#mediator').selectOption('cm2c');
    await press(page, 'Continuer');
    await at(page, '/ouvrir/conditions');
    await press(page, 'Adopter ces conditions');
    await at(page, '/ouvrir/produit');
    await fill(page, { name: 'Pivoines', price: '8' });
    await press(page, 'Ajouter ce produit');
    await at(page, '/ouvrir/verification');
    await press(page, 'Ouvrir ma boutique');
    await at(page, '/ouvrir/ouverte');
  }

  it('takes less than four minutes and twelve screens on a telephone, at five keys a second', async () => {
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    await page.goto(site.url(null));
    const person = new Stopwatch(page);
    await page.getByRole('link', { name: 'Commerçant ? Ouvrez votre boutique' }).click();
    await person.type('Prénom et nom', 'Marie Renard');
    await person.type('Votre adresse e-mail', 'marie.renard@example.fr');
    await person.type('Mot de passe (facultatif)', PASSWORD);
    await person.press('Continuer');
    await person.type('Numéro SIRET', nextSiret());
    await person.press('Continuer');
    await person.type('Nom de la boutique', 'La Rose Bleue');
    await person.type('Numéro et rue', '14 rue des Ponts');
    await person.type('Code postal', '37600');
    await person.type('Commune', 'Loches');
    await person.type('Téléphone', '0247590000');
    await person.press('Continuer');
    await person.choose('Ce que vous vendez', 'Fleurs et plantes');
    await person.press('Continuer');
    await at(page, '/ouvrir/horaires');
    await person.press('Continuer');
    await at(page, '/ouvrir/photo');
    await person.photograph('photo', picture);
    await person.press('Continuer, avec ou sans photo');
    await at(page, '/ouvrir/theme');
    await person.touch('Pétale');
    await person.press('Continuer');
    await person.choose('Forme juridique', 'Entrepreneur individuel (EI)');
    await person.touch('Je suis en franchise de TVA');
    await person.choose('Médiateur de la consommation', 'CM2C (www.cm2c.net)');
    await person.press('Continuer');
    await person.press('Adopter ces conditions');
    await at(page, '/ouvrir/produit');
    await person.type('Nom', 'Bouquet bleu');
    await person.type('Prix', '24,90');
    await person.press('Ajouter ce produit');
    await at(page, '/ouvrir/verification');
    await person.press('Ouvrir ma boutique');
    await at(page, '/ouvrir/ouverte');
    const { screens, keys, taps, seconds } = person;
    const found = await foundAfter(page, 'La Rose Bleue');
    console.log(
      `${screens.length} screens, ${keys} keystrokes, ${taps} taps, ${seconds.toFixed(0)} s; found after ${found} ms`,
    );
    expect(screens.length).toBeLessThanOrEqual(12);
    expect(seconds).toBeLessThan(240);
    expect(found).toBeLessThan(5000);
    await page.goto(site.url('la-rose-bleue'));
    expect(await page.locator('main').innerText()).toContain('Bouquet bleu');
    expect(await page.locator('img[alt="La devanture de La Rose Bleue"]').count()).toBe(1);
    await context.close();
  }, 300_000);

  it('is gone on with on another device, and without script', async () => {
    const first = await browser.newContext({ ...PHONE, javaScriptEnabled: false });
    await toHours(await first.newPage(), 'anne@example.fr', 'Au Jardin d’Anne');
    await first.close();
    const second = await browser.newContext({ javaScriptEnabled: false });
    const page = await second.newPage();
    await page.goto(site.url('gestion', '/connexion'));
    await fill(page, { email: 'anne@example.fr', password: PASSWORD });
    await press(page, 'Me connecter');
    await at(page, '/ouvrir/horaires');
    await page.goto(site.url('gestion', '/ouvrir/theme'));
    await page.locator('input[name=paper][value=petale]').check({ force: true });
    await press(page, 'Voir');
    expect(await page.locator('input[name=paper][value=petale]').isChecked()).toBe(true);
    const preview = await page.getByRole('link', { name: 'Voir l’aperçu en entier' }).getAttribute('href');
    expect((await page.goto(preview!))?.status()).toBe(200);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(251, 245, 244)');
    await page.goto(site.url('gestion', '/ouvrir'));
    await at(page, '/ouvrir/horaires');
    await toOpen(page);
    await second.close();
  }, 120_000);

  it('goes by keyboard alone', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const reach = async (selector: string) => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press('Tab');
        if ((await page.locator(selector).and(page.locator(':focus')).count()) > 0) return;
      }
      throw new Error(`Tab never reaches ${selector} on ${page.url()}`);
    };
    const type = async (name: string, text: string) => {
      await reach(`#${name}`);
      await page.keyboard.type(text);
    };
    const go = async (path: string, selector = 'main form button[type=submit]') => {
      await reach(selector);
      await Promise.all([at(page, path), page.keyboard.press('Enter')]);
    };
    await page.goto(site.url('gestion', '/connexion'));
    await go('/ouvrir/compte', 'a[href="/ouvrir"]');
    await type('name', 'Karim Haddad');
    await type('email', 'karim@example.fr');
    await type('password', PASSWORD);
    await go('/ouvrir/etablissement');
    await type('siret', nextSiret());
    await go('/ouvrir/coordonnees');
    await type('name', 'Chez Karim');
    await type('addressLine', '5 place du Marché');
    await type('postcode', '37600');
    await type('commune', 'Loches');
    await type('phone', '0247590001');
    await go('/ouvrir/activite');
    await type('trade', 'Fleur');
    await go('/ouvrir/horaires');
    await reach('#jour-1');
    await page.keyboard.press('Space');
    await go('/ouvrir/photo');
    await go('/ouvrir/theme');
    await reach('input[name=shape]');
    await page.keyboard.press('ArrowDown');
    await go('/ouvrir/mentions', 'main form button.button-primary');
    await type('legalForm', 'SARL');
    await type('capital', '5000 €');
    await reach('input[name=vat]');
    await page.keyboard.press('Space');
    await type('mediator', 'CM2C');
    await go('/ouvrir/conditions');
    await go('/ouvrir/produit');
    await type('name', 'Olives');
    await type('price', '6');
    await go('/ouvrir/verification');
    await go('/ouvrir/ouverte', 'form[action="/ouvrir/ouverture"] button');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Votre boutique est ouverte');
    await context.close();
  }, 120_000);

  it('takes over a provisioned shop by the link of its letter, everything known filled in', async () => {
    const [made] = await site.app.get(Shops, { strict: false }).provision([
      {
        siret: nextSiret(),
        name: 'Jouets du Berry',
        naf: '47.65Z',
        trade: 'jouets',
        communeInsee: '18033',
        addressLine: '3 rue Moyenne',
        postcode: '18000',
        phone: '02 48 00 00 00',
        lat: 47.08,
        lon: 2.39,
        pointSource: 'commune',
        initiativeId: null,
        source: 'register:sirene',
      },
    ]);
    const [letter] = await site.app.get(Claims, { strict: false }).letters([made!.shopId]);
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    await page.goto(site.url('gestion', `/prise-en-main?code=${letter!.code}`));
    await fill(page, { name: 'Lucie Petit', email: 'lucie.petit@example.fr' });
    await press(page, 'Prendre ma boutique en main');
    await at(page, '/ouvrir/coordonnees');
    const known = ['name', 'addressLine', 'phone', 'email'].map((name) => page.locator(`#${name}`).inputValue());
    expect(await Promise.all(known)).toEqual([
      'Jouets du Berry',
      '3 rue Moyenne',
      '02 48 00 00 00',
      'lucie.petit@example.fr',
    ]);
    const mail = await site.mailTo('lucie.petit@example.fr', /Confirmez votre adresse/);
    await page.goto(/http:\S+jeton=\S+/.exec(mail.text ?? '')![0]);
    await press(page, 'C’est bien mon adresse');
    await at(page, '/ouvrir/coordonnees');
    await press(page, 'Continuer');
    await at(page, '/ouvrir/activite');
    expect(await page.locator('#trade').inputValue()).toBe('jouets');
    await press(page, 'Continuer');
    await at(page, '/ouvrir/horaires');
    await toOpen(page);
    await context.close();
  }, 120_000);

  it.each([360, 1280])(
    'is accessible on every screen, at %i px',
    async (width) => {
      const context = await browser.newContext({ viewport: { width, height: 800 } });
      const page = await context.newPage();
      const faults: string[] = [];
      const check = async (path: string) => {
        await page.goto(site.url('gestion', path));
        const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
        faults.push(...violations.map(({ id, nodes }) => `${path} ${id} ${nodes.map(({ html }) => html).join(' ')}`));
        const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        if (isWide) faults.push(`${path} is wider than the screen`);
      };
      await check('/ouvrir/compte');
      await check('/ouvrir/adresse?jeton=x');
      await toHours(page, `axe-${width}@example.fr`, `Les Fleurs ${width}`);
      const steps = ['coordonnees', 'activite', 'horaires', 'photo', 'theme', 'mentions', 'conditions', 'produit'];
      for (const step of [...steps, 'verification']) await check(`/ouvrir/${step}`);
      await page.goto(site.url('gestion', '/ouvrir/horaires'));
      await toOpen(page);
      await check('/ouvrir/ouverte');
      await check('/ouvrir/etablissement?nom=Fleurs&commune=Loches');
      expect(faults).toEqual([]);
      await context.close();
    },
    180_000,
  );
});
