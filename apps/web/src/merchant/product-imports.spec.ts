import { AxeBuilder } from '@axe-core/playwright';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Memberships, People } from '#libs/accounts';
import { Products } from '#libs/catalog';
import { ProductImports } from '#libs/imports';
import { newId } from '#libs/kernel';
import { asShop } from '#libs/tenancy';
import { openBrowser } from '../../../../test/support/browser.js';
import { createShop } from '../../../../test/support/order-shop.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const PASSWORD = 'demo-devanture';
const SHOTS = process.env['SHOTS'];
const OWN = 'Titre;PV HT;Qté;Rayon\nThé vert;10;3;Épicerie\nCafé moulu;2,50;peu;Épicerie\nTasse;8;;Vaisselle\n';

describe('the import pages, in a browser', () => {
  let web: TestWeb;
  let browser: Browser;
  let office: string;
  let shopId: string;
  let email: string;

  beforeAll(async () => {
    web = await testWeb();
    await web.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = web.app.getHttpServer().address() as AddressInfo;
    office = `http://gestion.devanture.localhost:${port}`;
    browser = await openBrowser();
  }, 60_000);

  beforeEach(async () => {
    shopId = await createShop(web);
    email = `${newId()}@example.fr`;
    const people = web.app.get(People, { strict: false });
    const person = await people.ensure({ email, name: 'Martin' });
    await people.setPassword(person, PASSWORD);
    const owner = { role: 'owner', shopId, initiativeId: null } as const;
    await web.app.get(Memberships, { strict: false }).grant(person.personId, owner);
  });

  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const signedIn = async (width: number): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${office}/compte`);
    await page.fill('#email', email);
    await page.fill('#password', PASSWORD);
    await Promise.all([page.waitForURL(`${office}/compte`), page.keyboard.press('Enter')]);
    return page;
  };
  const look = async (page: Page, name: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${name} ${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    const width = page.viewportSize()?.width;
    if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `${name}-${width}.png`), fullPage: true });
  };
  const send = async (page: Page, name: string, text: string): Promise<void> => {
    await page.goto(`${office}/produits/imports/nouveau`);
    await page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await pressed(page, 'Vérifier le fichier');
  };
  const pressed = async (page: Page, label: string): Promise<void> => {
    await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: label }).press('Enter')]);
  };
  /** What the worker does meanwhile. */
  const worked = async (page: Page): Promise<void> => {
    const importId = page.url().split('/').at(-1) ?? '';
    await asShop(shopId, () => web.app.get(ProductImports, { strict: false }).run(importId));
    await page.goto(`${office}/produits/imports/${importId}`);
  };
  const stats = (page: Page): Promise<string> =>
    page
      .locator('.import-stats')
      .innerText()
      .then((text) => text.replace(/\s+/g, ' '));

  it.each([360, 1280])(
    'take a table of the merchant from its columns to the shelf, at %i px',
    async (width) => {
      const page = await signedIn(width);
      await page.goto(`${office}/produits/imports/nouveau`);
      await look(page, 'upload');
      await send(page, 'stock.csv', OWN);
      await worked(page);
      await look(page, 'unknown');
      await page.getByRole('link', { name: 'Dire à quoi servent les colonnes' }).click();
      expect(await Promise.all([0, 1, 2, 3].map((i) => page.inputValue(`#c${i}`)))).toEqual([
        'name',
        'price',
        'stock',
        'category',
      ]);
      await look(page, 'columns');
      await page.selectOption('#c3', 'name');
      await pressed(page, 'Vérifier le fichier');
      expect(await page.locator('#c3-error').innerText()).toContain('déjà prise');
      await look(page, 'columns-refused');
      await page.selectOption('#c3', 'category');
      await pressed(page, 'Vérifier le fichier');
      await worked(page);
      expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toMatch(/hors taxes/);
      await look(page, 'vat');
      await page.selectOption('#vat', '5.5');
      await pressed(page, 'Vérifier de nouveau');
      await worked(page);
      expect((await stats(page)).match(/\d+/g)).toEqual(['2', '0', '0', '1']);
      expect((await page.locator('.import-cards li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual(
        ['Thé vert 10,55 € Épicerie 3 en stock', 'Tasse 8,44 € Vaisselle'],
      );
      await look(page, 'checked');
      await pressed(page, 'Importer');
      await worked(page);
      await look(page, 'done');
      const { items } = await asShop(shopId, () => web.app.get(Products, { strict: false }).list({ perPage: 10 }));
      expect(items.map(({ name }) => name).sort()).toEqual(['Tasse', 'Thé vert']);
      await send(page, 'stock-2.csv', OWN.replace('2,50;peu', '2,50;4'));
      await worked(page);
      expect((await stats(page)).match(/\d+/g)).toEqual(['1', '0', '2', '0']);
      await page.goto(`${office}/produits/imports`);
      await look(page, 'list');
      await page.context().close();
    },
    120_000,
  );

  it('name the system of a file, and say what to do with an archive', async () => {
    const page = await signedIn(360);
    await send(page, 'vide.zip', 'PK\u0003\u0004 archive');
    await worked(page);
    expect(await page.locator('.banner').innerText()).toContain('Décompressez-la');
    await send(page, 'ofn.csv', 'producer,name,units,unit_type,price\nFerme,Lait,1,L,1.30\n');
    await worked(page);
    expect(await page.getByText('Fichier reconnu').innerText()).toContain('Open Food Network');
    const rows = ['1;1;Vase;10;2;2;0', '2;1;Thé;4;3;1;0', '3;1;Pot;5;2;1;0'];
    const titles = 'ID;Actif (0/1);Nom *;Prix HT;ID règle de taxes;Quantité;En solde (0/1)';
    await send(page, 'prestashop.csv', [titles, ...rows].join('\n'));
    await worked(page);
    await page.selectOption('#regle-3', '5.5');
    await page.selectOption('#vat', '20');
    await look(page, 'rules');
    await pressed(page, 'Vérifier de nouveau');
    await worked(page);
    const cards = await page.locator('.import-cards strong').allInnerTexts();
    expect(cards.map((text) => text.replace(/\s/g, ' '))).toEqual(['12,00 €', '4,22 €', '6,00 €']);
    await send(page, 'prestashop-2.csv', [titles, '4;1;Tisane;4;3;1;0'].join('\n'));
    await worked(page);
    expect((await stats(page)).match(/\d+/g)).toEqual(['1', '0', '0', '0']);
    await page.context().close();
  }, 60_000);
});
