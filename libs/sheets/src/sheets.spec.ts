import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import sharp from 'sharp';
import { CatalogModule, Photos, Products, type ProductView } from '#libs/catalog';
import { newId, NotFoundError } from '#libs/kernel';
import { loadSettings, mediaKey, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from '../../../test/support/database.js';
import {
  ArticleNotHeldError,
  NoSheetPhotoError,
  NothingToProposeError,
  PhotoWaitsError,
  sharedEan,
  SheetPhotos,
  Sheets,
  SheetsModule,
} from './index.js';
import { SheetDescribe } from './sheet-describe.job.js';

/** A GTIN-13 of nobody, with its check digit. */
function ean13(twelve: string): string {
  const sum = [...twelve].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}

describe('product sheets', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let admin: pg.Client;
  let dataDir: string;
  let sheets: Sheets;
  let job: SheetDescribe;
  let n = 0;

  beforeAll(async () => {
    database = await testDatabase();
    dataDir = await mkdtemp(path.join(tmpdir(), 'devanture-sheets-'));
    const env = { DATABASE_URL: database.adminUrl, APP_SECRET: 'a secret of the test', DATA_DIR: dataDir };
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot(loadSettings(env)), TenancyModule, CatalogModule, SheetsModule],
    }).compile();
    await module.init();
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    sheets = module.get(Sheets);
    job = module.get(SheetDescribe);
  }, 60_000);

  afterAll(async () => {
    await admin.end();
    await module.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const ean = (): string => ean13(`37601${String(++n).padStart(7, '0')}`);
  const shop = async (state = 'open'): Promise<string> => {
    const shopId = newId();
    await asShop(shopId, () => module.get(Tenancy).shopTransaction((tx) => tx.query(SHOP_SQL, [shopId, state])));
    return shopId;
  };
  const sell = (shopId: string, code: string, more: object = {}): Promise<ProductView> =>
    asShop(shopId, async () => {
      const product = await module.get(Products).create({
        name: 'Miel de Sologne',
        descriptionHtml: '<p>Mille fleurs</p>',
        brand: 'Les Ruchers',
        category: 'Épicerie',
        vatRate: 5.5,
        published: true,
        ...more,
        variants: [{ ean: code, priceCents: 850, onHand: 3, content: { amount: 250, unit: 'g' } }],
      });
      await job.handle({ shopId, productIds: [product.productId] });
      return product;
    });
  const stored = async (shopId: string): Promise<string> => {
    const { rows } = await admin.query<{ all: string }>(
      `select jsonb_agg(to_jsonb(p) || to_jsonb(v) order by v.variant_id)::text as all
       from product p join variant v using (shop_id, product_id) where shop_id = $1`,
      [shopId],
    );
    return rows[0]!.all;
  };

  it('shares what has a number of the whole world, in 14 digits', () => {
    expect(sharedEan('3017620422003')).toBe('03017620422003');
    expect(sharedEan('036000291452')).toBe(sharedEan('0036000291452'));
    expect(sharedEan('3017620422004')).toBeNull();
    expect(sharedEan(ean13('220000112345'))).toBeNull();
    expect(sharedEan(ean13('021234512345'))).toBeNull();
    expect(sharedEan('miel')).toBeNull();
  });

  it('is described by the first shop that sells the article', async () => {
    const code = ean();
    await sell(await shop(), code);
    await sell(await shop(), code, { name: 'MIEL PAS CHER', descriptionHtml: '<p>Autre</p>', brand: 'Autre' });
    expect(await sheets.find(code)).toEqual({
      ean: `0${code}`,
      name: 'Miel de Sologne',
      descriptionHtml: '<p>Mille fleurs</p>',
      brand: 'Les Ruchers',
      category: 'Épicerie',
      vatRate: 5.5,
      publicCategory: null,
      content: { amount: 250, unit: 'g' },
      optionNames: [],
      optionValues: [],
      hasPhoto: false,
    });
  });

  it('says nothing of drafts, of shops that are not open and of numbers that a shop gave itself', async () => {
    const [draft, closed, own] = [ean(), ean(), ean13('210000012345')];
    await sell(await shop(), draft, { published: false });
    await sell(await shop('claimed'), closed);
    await sell(await shop(), own);
    expect(await Promise.all([draft, closed, own].map((code) => sheets.find(code)))).toEqual([null, null, null]);
  });

  it('fills what the first description left empty', async () => {
    const code = ean();
    await sell(await shop(), code, { descriptionHtml: '', brand: null });
    await sell(await shop(), code, { descriptionHtml: '<p>Doux</p>', brand: 'Ruche', category: 'Autre' });
    expect(await sheets.find(code)).toMatchObject({
      descriptionHtml: '<p>Doux</p>',
      brand: 'Ruche',
      category: 'Épicerie',
    });
  });

  it('keeps a copy of the photo that outlives the shop’s own', async () => {
    const code = ean();
    const shopId = await shop();
    const { productId } = await sell(shopId, code);
    const red = await sharp({ create: { width: 700, height: 500, channels: 3, background: '#c03050' } })
      .jpeg()
      .toBuffer();
    const photo = await asShop(shopId, () => module.get(Photos).add(productId, red));
    await asShop(shopId, () => job.handle({ shopId, productIds: [productId] }));
    await asShop(shopId, () => job.handle({ shopId, productIds: [productId] }));
    const { rows } = await admin.query<{ photo_id: string }>('select photo_id from product_sheet where ean = $1', [
      `0${code}`,
    ]);
    expect(rows[0]!.photo_id).not.toBe(photo.photoId);
    expect(await readdir(path.join(dataDir, 'media/sheets'))).toHaveLength(1);
    await rm(path.join(dataDir, 'media', path.dirname(mediaKey(shopId, photo.photoId, 1, 'webp'))), {
      recursive: true,
    });
    const { width, format } = await sharp((await sheets.picture(code))!).metadata();
    expect({ width, format }).toEqual({ width: 700, format: 'webp' });
  });

  it('changes by the voices of three shops, and alters no offer', async () => {
    const code = ean();
    const shops = await Promise.all([shop(), shop(), shop(), shop()]);
    for (const shopId of shops.slice(0, 3)) await sell(shopId, code, { name: `Canari ${shopId}` });
    const [one, two, three, four] = shops;
    const offers = await Promise.all([one, two, three].map(stored));
    const change = { name: 'Miel de Sologne, 500 g', vatRate: 5.5 as const };
    expect(await asShop(two, () => sheets.propose(code, change))).toBe('open');
    expect(await asShop(two, () => sheets.propose(code, change))).toBe('open');
    const [proposal, ...others] = await sheets.openFor(code);
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({ name: `Canari ${one}`, changes: { name: 'Miel de Sologne, 500 g' } });
    expect(await asShop(two, () => sheets.agree(proposal!.proposalId))).toBe('open');
    await expect(asShop(four, () => sheets.agree(proposal!.proposalId))).rejects.toThrow(ArticleNotHeldError);
    expect(await asShop(one, () => sheets.agree(proposal!.proposalId))).toBe('open');
    expect((await sheets.find(code))!.name).toBe(`Canari ${one}`);
    expect(await asShop(three, () => sheets.propose(code, change))).toBe('accepted');
    expect((await sheets.find(code))!.name).toBe('Miel de Sologne, 500 g');
    expect(await Promise.all([one, two, three].map(stored))).toEqual(offers);
    await expect(asShop(one, () => sheets.agree(proposal!.proposalId))).rejects.toThrow(NotFoundError);
  });

  it('changes by the word of an agent, or does not', async () => {
    const code = ean();
    const shopId = await shop();
    await sell(shopId, code);
    const before = await stored(shopId);
    await expect(asShop(shopId, () => sheets.propose(code, { brand: 'Les Ruchers' }))).rejects.toThrow(
      NothingToProposeError,
    );
    for (const [accept, brand] of [
      [false, 'Faux'],
      [true, 'Vrai'],
    ] as const) {
      await asShop(shopId, () => sheets.propose(code, { brand }));
      const [proposal] = await sheets.openFor(code);
      expect((await sheets.open()).map(({ proposalId }) => proposalId)).toContain(proposal!.proposalId);
      await sheets.decide(proposal!.proposalId, { accept, personId: newId() });
      await expect(sheets.decide(proposal!.proposalId, { accept, personId: newId() })).rejects.toThrow(NotFoundError);
      expect((await sheets.find(code))!.brand).toBe(accept ? 'Vrai' : 'Les Ruchers');
    }
    expect(await stored(shopId)).toBe(before);
  });

  it('takes a photo that a shop proposes once an agent accepts, and alters no photo of an offer', async () => {
    const photos = module.get(SheetPhotos);
    const code = ean();
    const [one, two, three] = [await shop(), await shop(), await shop()];
    const products: ProductView[] = [];
    for (const shopId of [one, two, three]) products.push(await sell(shopId, code));
    const paint = (colour: string) =>
      sharp({ create: { width: 400, height: 300, channels: 3, background: colour } })
        .jpeg()
        .toBuffer();
    const add = (shopId: string, i: number, colour: string) =>
      asShop(shopId, async () => module.get(Photos).add(products[i]!.productId, await paint(colour)));
    const red = await add(one, 0, '#c03050');
    const blue = await add(two, 1, '#3050c0');
    const stored = async () =>
      (await admin.query('select * from photo where shop_id = any($1) order by photo_id', [[one, two, three]])).rows;
    const before = await stored();
    const files = () => readdir(path.join(dataDir, 'media/sheets'));
    const count = (await files()).length;

    for (const foreign of [red.photoId, newId(), 'x']) {
      await expect(asShop(two, () => photos.propose(code, foreign))).rejects.toThrow(NoSheetPhotoError);
    }
    expect([(await sheets.openFor(code)).length, (await files()).length]).toEqual([0, count]);

    await asShop(one, () => photos.propose(code, red.photoId));
    await expect(asShop(one, () => photos.propose(code, red.photoId))).rejects.toThrow(PhotoWaitsError);
    await asShop(two, () => photos.propose(code, blue.photoId));
    const states = async (shopId: string) =>
      (await asShop(shopId, () => photos.wanted(code))).map(({ state }) => state);
    expect([await states(one), await states(two), await states(three)]).toEqual([['open'], ['open'], []]);

    const [first, second] = await sheets.openFor(code);
    await sheets.decide(first!.proposalId, { accept: true, personId: newId() });
    await sheets.decide(second!.proposalId, { accept: false, personId: newId() });
    expect([await states(one), await states(two)]).toEqual([['accepted'], ['refused']]);
    expect(await sheets.photoOf(code)).toBe(first!.changes.photo);
    expect((await files()).length).toBe(count + 1);
    await expect(photos.read(second!.changes.photo!)).rejects.toThrow(NotFoundError);
    const shown = await sharp(await photos.read(first!.changes.photo!)).stats();
    expect(shown.dominant.r).toBeGreaterThan(shown.dominant.b);
    expect(await stored()).toEqual(before);

    await asShop(two, () => photos.propose(code, blue.photoId));
    const [third] = await sheets.openFor(code);
    await sheets.decide(third!.proposalId, { accept: true, personId: newId() });
    expect((await files()).length).toBe(count + 1);
    expect(await sheets.photoOf(code)).toBe(third!.changes.photo);
    expect(await stored()).toEqual(before);
  });

  it('is written by its functions alone, and shows no shop who wants what', async () => {
    const [one, two] = [await shop(), await shop()];
    const code = ean();
    for (const shopId of [one, two]) await sell(shopId, code);
    await asShop(one, () => sheets.propose(code, { name: 'Miel Canari' }));
    const as = (sql: string) => asShop(two, () => module.get(Tenancy).shopTransaction((tx) => tx.query(sql)));
    for (const sql of [
      `update product_sheet set name = 'Pris'`,
      `insert into product_sheet (ean, name, vat_rate) values ('00000000000000', 'Pris', 20)`,
      'delete from product_sheet',
      `update product_sheet_proposal set state = 'accepted', decided_at = now()`,
      `insert into product_sheet_voice (shop_id, proposal_id) select '${one}', proposal_id from product_sheet_proposal`,
      `select decide_sheet_proposal(proposal_id, true, null) from product_sheet_proposal`,
      `select apply_sheet_proposal(o) from product_sheet_proposal o`,
    ]) {
      await expect(as(sql)).rejects.toThrow('permission denied');
    }
    expect(await as('select shop_id from product_sheet_voice')).toEqual([]);
    const photo = `select propose_sheet_photo('0${code}', '${newId()}', '${newId()}')`;
    await expect(module.get(Tenancy).publicRead(photo)).rejects.toThrow('by a shop');
    await expect(module.get(Tenancy).publicRead(`select describe_sheets('[]')`)).rejects.toThrow('by a shop');
  });
});

const SHOP_SQL = `
  insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
  values ($1, $2, 'Fleurs Martin', 'fleuriste', '37132', 'marche', 'FM')`;
