import { FirstProductsFile, Initiatives, MerchantImports, ProductImports } from '#libs/imports';
import { asShop } from '#libs/tenancy';
import { siretOf } from '../../../../test/support/sirets.js';
import { type TestWeb, testWeb } from '../../../../test/support/web.js';

const REGISTER = 'siret;enseigne1Etablissement;activitePrincipaleEtablissement;codeCommuneEtablissement';
const HEADER = 'SIRET;Nom;Prix;Description;Photo';

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('the first products of many shops in one file', () => {
  let web: TestWeb;
  let mine: string;
  let other: string;

  beforeAll(async () => {
    web = await testWeb();
    const initiatives = web.app.get(Initiatives, { strict: false });
    mine = (await initiatives.save({ slug: 'cci', name: 'CCI', kind: 'chamber' })).initiativeId;
    other = (await initiatives.save({ slug: 'union', name: 'Union', kind: 'union' })).initiativeId;
    await register(mine, [1, 2, 3]);
    await register(other, [4]);
    await web.tenancy.regionTransaction((tx) =>
      tx.query(`update shop set state = 'claimed' where siret = $1`, [siretOf(3)]),
    );
  }, 60_000);

  afterAll(() => web.close());

  async function register(initiativeId: string, numbers: number[]): Promise<void> {
    const lines = numbers.map((n) => `${siretOf(n)};BOUTIQUE ${n};47.76Z;37132`);
    const imports = web.app.get(MerchantImports, { strict: false });
    const file = {
      fileName: 'registre.csv',
      body: bytes([REGISTER, ...lines].join('\n')),
      dryRun: false,
      createdBy: null,
    };
    const { importId } = await imports.submit(initiativeId, file);
    await imports.run(importId);
  }

  const deal = (text: string) =>
    web.app
      .get(FirstProductsFile, { strict: false })
      .deal([mine], { fileName: 'produits.csv', body: bytes(text) }, '00000000-0000-4000-8000-000000000000');

  /** Runs the shop's imports and answers its products. */
  async function productsOf(siret: string) {
    const [{ shop_id: shopId }] = (await web.tenancy.regionTransaction((tx) =>
      tx.query('select shop_id from shop where siret = $1', [siret]),
    )) as [{ shop_id: string }];
    return asShop(shopId, async () => {
      const imports = web.app.get(ProductImports, { strict: false });
      for (const { importId, state } of await imports.list()) if (state === 'waiting') await imports.run(importId);
      return web.tenancy.shopRead<{ name: string; price: number; photos: number; published: boolean }>(
        `select p.name, p.published, (select min(v.price_cents) from variant v where v.product_id = p.product_id) as price,
           (select count(*)::int from photo f where f.product_id = p.product_id) as photos from product p order by name`,
      );
    });
  }

  it('go each to its own shop, with the addresses of their photos', async () => {
    const dealt = await deal(
      [
        HEADER,
        `${siretOf(1)};Rose rouge;3,50;Une rose;https://photos.example/rose.jpg`,
        `${siretOf(2)};Lis blanc;4,20;Un lis;`,
        `${siretOf(1)};Tulipe;2,00;Une tulipe;`,
      ].join('\n'),
    );
    expect(dealt).toEqual({ shops: 2, rows: 3, left: [] });
    expect(await productsOf(siretOf(1))).toEqual([
      { name: 'Rose rouge', price: 350, photos: 1, published: false },
      { name: 'Tulipe', price: 200, photos: 0, published: false },
    ]);
    expect(await productsOf(siretOf(2))).toEqual([{ name: 'Lis blanc', price: 420, photos: 0, published: false }]);
  });

  it('leave alone who has an owner, who is another initiative’s, and what has no SIRET, each with its line', async () => {
    const rows = [`${siretOf(3)};A;1;;`, `${siretOf(4)};B;1;;`, '123;C;1;;', `${siretOf(99)};D;1;;`];
    expect(await deal([HEADER, ...rows].join('\n'))).toEqual({
      shops: 0,
      rows: 0,
      left: [
        { line: 2, siret: siretOf(3), reason: 'taken_over' },
        { line: 3, siret: siretOf(4), reason: 'unknown' },
        { line: 4, siret: '123', reason: 'no_siret' },
        { line: 5, siret: siretOf(99), reason: 'unknown' },
      ],
    });
    expect(await productsOf(siretOf(4))).toEqual([]);
  });

  it('name a line that could not be read', async () => {
    const { left, rows } = await deal([HEADER, `${siretOf(1)};Iris;1,00;Un iris;;de trop;encore`].join('\n'));
    expect([rows, left]).toEqual([0, [{ line: 2, siret: '', reason: 'broken' }]]);
  });

  it('need a column that says whose they are', async () => {
    await expect(deal('Nom;Prix\nRose;3,50')).rejects.toMatchObject({ code: 'imports.first_products_siret' });
  });
});
