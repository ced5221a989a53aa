import {
  FirstProductsFiles,
  FirstProductsJob,
  Initiatives,
  MerchantImports,
  ProductImportJob,
  ProductImports,
} from '#libs/imports';
import { asShop } from '#libs/tenancy';
import { siretOf } from '../../../../../test/support/sirets.js';
import { textFile } from '../../../../../test/support/text-file.js';
import { agentOf, visitor } from '../../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const REGISTER = 'siret;enseigne1Etablissement;activitePrincipaleEtablissement;codeCommuneEtablissement';
const HEADER = 'SIRET;Nom;Prix;Description;Photo';

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
      body: textFile([REGISTER, ...lines]),
      dryRun: false,
      createdBy: null,
    };
    const { importId } = await imports.submit(initiativeId, file);
    await imports.run(importId);
  }

  const files = () => web.app.get(FirstProductsFiles, { strict: false });
  const send = (text: string, scope: 'region' | string[] = [mine]) =>
    files().submit(scope, { fileName: 'produits.csv', body: textFile([text]) }, null);
  const work = (fileId: string) => web.app.get(FirstProductsJob, { strict: false }).handle({ shopId: null, fileId });
  /** As the worker does it, but for the imports of the shops. */
  async function deal(text: string): Promise<{ shops: number; rows: number; left: unknown[] }> {
    const fileId = await send(text);
    await work(fileId);
    const { shops, rows } = await files().find([mine], fileId);
    return { shops, rows, left: await files().left([mine], fileId) };
  }
  const shopOf = async (siret: string): Promise<string> => {
    const [shop] = await web.tenancy.regionTransaction((tx) =>
      tx.query<{ shop_id: string }[]>('select shop_id from shop where siret = $1', [siret]),
    );
    return shop!.shop_id;
  };

  /** Runs the shop's imports and answers its products. */
  async function productsOf(siret: string) {
    const shopId = await shopOf(siret);
    return asShop(shopId, async () => {
      const imports = web.app.get(ProductImports, { strict: false });
      for (const { importId, state } of await imports.list())
        if (state === 'waiting') await web.app.get(ProductImportJob, { strict: false }).handle({ shopId, importId });
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

  it('tell how far they are, and go on with the shops that are left when they were killed', async () => {
    const text = [HEADER, `${siretOf(1)};Pivoine;5,00;;`, `${siretOf(2)};Dahlia;-;;`].join('\n');
    const fileId = await send(text);
    expect(await files().find([mine], fileId)).toMatchObject({ state: 'waiting', shops: 0, by: null });
    await work(fileId);
    await web.tenancy.regionTransaction(async (tx) => {
      await tx.query(`update first_products set state = 'waiting' where file_id = $1`, [fileId]);
      await tx.query('delete from first_products_shop where file_id = $1 and shop_id = $2', [
        fileId,
        await shopOf(siretOf(2)),
      ]);
    });
    await work(fileId);
    expect(await files().find([mine], fileId)).toMatchObject({ state: 'dealt', shops: 2, shopsDone: 0, rows: 2 });
    await expect(files().undo([mine], fileId)).rejects.toMatchObject({ status: 409 });
    await productsOf(siretOf(1));
    await productsOf(siretOf(2));
    expect(await files().find([mine], fileId)).toMatchObject({ shopsDone: 2, created: 1, refused: 1 });
    const names = (await productsOf(siretOf(1))).map(({ name }) => name);
    expect(names.filter((name) => name === 'Pivoine')).toHaveLength(1);
  });

  it('are taken back where the shop still waits for its owner, and nothing else goes with them', async () => {
    const rows = [1, 2].map((n) => `${siretOf(n)};Glaïeul ${n};6,00;;https://photos.example/glaieul.jpg`);
    const before = await productsOf(siretOf(1));
    const fileId = await send([HEADER, ...rows].join('\n'));
    await work(fileId);
    for (const n of [1, 2]) expect((await productsOf(siretOf(n))).map(({ name }) => name)).toContain(`Glaïeul ${n}`);
    await web.tenancy.regionTransaction((tx) =>
      tx.query(`update shop set state = 'claimed' where siret = $1`, [siretOf(2)]),
    );
    await files().undo([mine], fileId);
    await work(fileId);
    expect(await files().find([mine], fileId)).toMatchObject({ state: 'undone', undone: 1, kept: 1 });
    expect(await productsOf(siretOf(1))).toEqual(before);
    expect((await productsOf(siretOf(2))).map(({ name }) => name)).toContain('Glaïeul 2');
    await expect(files().undo([mine], fileId)).rejects.toMatchObject({ status: 409 });
    await web.tenancy.regionTransaction((tx) =>
      tx.query(`update shop set state = 'provisioned' where siret = $1`, [siretOf(2)]),
    );
  });

  it('are one initiative’s alone, and the region’s', async () => {
    const fileId = await send([HEADER, `${siretOf(1)};Muguet;1,00;;`].join('\n'));
    expect((await files().list([other])).map((file) => file.fileId)).not.toContain(fileId);
    await expect(files().find([other], fileId)).rejects.toMatchObject({ status: 404 });
    await expect(files().left([other], fileId)).rejects.toMatchObject({ status: 404 });
    await expect(files().undo([other], fileId)).rejects.toMatchObject({ status: 404 });
    expect((await files().list('region'))[0]?.fileId).toBe(fileId);
    const ofNobody = await send([HEADER, `${siretOf(1)};Muguet;1,00;;`].join('\n'), []);
    await expect(files().find([mine], ofNobody)).rejects.toMatchObject({ status: 404 });
    const ofRegion = await send([HEADER, `${siretOf(4)};Muguet;1,00;;`].join('\n'), 'region');
    await expect(files().find([mine], ofRegion)).rejects.toMatchObject({ status: 404 });
  });

  it('are sent, followed and taken back on the agent’s pages', async () => {
    const agent = await visitor(web, { email: 'agent@example.fr', name: 'Ana' }, [agentOf(mine)]);
    const stranger = await visitor(web, { email: 'autre@example.fr' }, [agentOf(other)]);
    const fileId = await send([HEADER, `${siretOf(1)};Jonquille;2,00;;`, '12;X;1;;'].join('\n'));
    const url = `/territoire/premiers-produits/${fileId}`;
    expect((await agent.get(url)).text).toContain(`data-live="${url}/avancement"`);
    await work(fileId);
    await productsOf(siretOf(1));
    const page = (await agent.get(url)).text;
    for (const said of ['Chaque boutique a ses produits', '« 12 » n’est pas un SIRET']) expect(page).toContain(said);
    expect((await agent.get('/territoire/premiers-produits')).text).toContain(url);
    expect((await agent.get(`${url}/rapport.csv`)).text).toContain('3;12;');
    for (const path of [url, `${url}/avancement`, `${url}/rapport.csv`])
      expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.post(`${url}/annulation`)).status).toBe(404);
    expect((await agent.post(`${url}/annulation`)).status).toBe(303);
    expect((await agent.get(url)).text).toContain('Annulation');
    await work(fileId);
    expect((await agent.get(url)).text).toContain('C’est annulé.');
  });
});
