import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { newId, NotFoundError } from '#libs/kernel';
import { openTable } from '#libs/platform';
import type { Tenancy } from '#libs/tenancy';
import { counts, merchantRig, type MerchantRig } from '../../../../test/support/merchant-rig.js';
import { siretOf } from '../../../../test/support/sirets.js';
import { ImportNotCheckedError, type MerchantImports } from '../index.js';

const CORPUS = process.env['CORPUS_DIR'];
const HEADER =
  'siret;enseigne1Etablissement;activitePrincipaleEtablissement;codeCommuneEtablissement;longitude;latitude';

const row = (n: number, name = `BOUTIQUE ${n}`, insee = '37132'): string =>
  `${siretOf(n)};${name};47.76Z;${insee};0.99${n % 10};47.12${n % 10}`;
const rows = (count: number): string[] => Array.from({ length: count }, (_, i) => row(i + 1));
const file = (lines: string[]): Readable => Readable.from([Buffer.from([HEADER, ...lines].join('\r\n'))]);
describe('merchants', () => {
  let rig: MerchantRig;
  let imports: MerchantImports;
  let tenancy: Tenancy;
  let cci: string;

  async function open(region: string): Promise<void> {
    rig = await merchantRig(region);
    ({ imports, tenancy, cci } = rig);
  }

  const close = (): Promise<void> => rig.close();
  const prepare = (body: AsyncIterable<Uint8Array>, dryRun = false) => rig.prepare(body, dryRun);
  const take = (body: AsyncIterable<Uint8Array>, dryRun = false) => rig.take(body, dryRun);
  const count = (table: string): Promise<number> => rig.count(table);

  describe('in their region', () => {
    beforeEach(() => open('24'), 60_000);
    afterEach(close);

    it('checks a file without writing a shop, then imports it once it is confirmed', async () => {
      const lines = [...rows(3), row(4, '', '37132'), row(5, 'AILLEURS', '57463')];
      const submitted = await imports.submit(cci, {
        fileName: 'a/b.csv',
        body: file(lines),
        dryRun: true,
        createdBy: null,
      });
      await expect(imports.confirm(submitted.importId, 'region', null)).rejects.toThrow(ImportNotCheckedError);
      const checked = await imports.run(submitted.importId);
      expect(checked).toMatchObject({ state: 'done', format: 'sirene', fileName: 'b.csv', fileRows: 5, rowsDone: 5 });
      expect(counts(checked)).toEqual([5, 3, 0, 0, 2]);
      expect([await count('shop'), await count('shop_siret'), await count('shop_address')]).toEqual([0, 0, 0]);

      const confirmed = await imports.confirm(checked.importId, [cci], null);
      expect((await imports.confirm(checked.importId, [cci], null)).importId).toBe(confirmed.importId);
      expect(counts(await imports.run(confirmed.importId))).toEqual([5, 3, 0, 0, 2]);
      expect(await count('shop')).toBe(3);
      expect((await imports.list([cci])).map(({ dryRun }) => dryRun)).toEqual([false, true]);
      expect(await imports.list([newId()])).toEqual([]);
      await expect(imports.get(confirmed.importId, [newId()])).rejects.toThrow(NotFoundError);
    });

    it('changes nothing the second time, and ten shops when ten rows were edited', async () => {
      expect(counts(await take(file(rows(30))))).toEqual([30, 30, 0, 0, 0]);
      expect(counts(await take(file(rows(30))))).toEqual([30, 0, 0, 30, 0]);
      const edited = rows(30).map((line, i) => (i < 10 ? row(i + 1, `NOUVELLE ENSEIGNE ${i}`) : line));
      expect(counts(await take(file(edited), true))).toEqual([30, 0, 10, 20, 0]);
      expect(counts(await take(file(edited)))).toEqual([30, 0, 10, 20, 0]);
      expect(await count('shop')).toBe(30);
    });

    it('goes on after the last chunk when it was killed, and makes each shop once', async () => {
      const { importId } = await prepare(file(rows(1200)));
      const killed = imports.run(importId, ({ cursor }) => {
        if (cursor === 500) throw new Error('killed');
      });
      await expect(killed).rejects.toThrow('killed');
      expect(await imports.get(importId, 'region')).toMatchObject({ state: 'running', cursor: 500, created: 500 });
      expect(await count('shop')).toBe(500);

      const jobs = () =>
        tenancy.publicRead<{ task: string }>(
          `select task_identifier as task from graphile_worker.jobs where key = $1`,
          [`import:${importId}`],
        );
      expect(await jobs()).toEqual([]);
      await tenancy.regionTransaction((tx) =>
        tx.query(`update merchant_import set touched_at = now() - interval '2 minutes' where import_id = $1`, [
          importId,
        ]),
      );
      await imports.get(importId, 'region');
      expect(await jobs()).toEqual([{ task: 'imports.merchants' }]);

      const resumed = await prepare(file(rows(1200)));
      expect(resumed).toMatchObject({ importId, cursor: 500 });
      const cursors: number[] = [];
      const ended = await imports.run(importId, ({ cursor }) => cursors.push(cursor));
      expect(cursors).toEqual([500, 1000, 1200]);
      expect(counts(ended)).toEqual([1200, 1200, 0, 0, 0]);
      expect([await count('shop'), await count('shop_siret')]).toEqual([1200, 1200]);
    });

    it('reports the refused rows as the same file with reasons, safe against formulas', async () => {
      const lines = [row(1), `123;=cmd();47.76Z;37132;0;0`, `${siretOf(2)};"LE "COIN";47.76Z;37132;0;0`, row(3)];
      const ended = await take(file(lines));
      expect(counts(ended)).toEqual([4, 2, 0, 0, 2]);
      expect(ended.tally).toEqual({ 'imports.siret_invalid': 1, 'tabular.broken_quote': 1 });
      let csv = '';
      for await (const part of await imports.report(ended.importId, 'region', ({ code }) => code)) csv += part;
      expect(csv).toContain(`"'=cmd()"`.replaceAll('"', ''));
      const table = await openTable(Readable.from([Buffer.from(csv)]));
      expect(table.header).toEqual([...HEADER.split(';'), 'Ligne', 'Motif']);
      const reported: (string | undefined)[][] = [];
      for await (const { cells } of table.rows) reported.push([cells[1], cells.at(-2), cells.at(-1)]);
      expect(reported[0]).toEqual(['=cmd()', '3', 'imports.siret_invalid']);
      expect(reported[1]?.slice(1)).toEqual(['4', 'tabular.broken_quote']);
    });

    it('refuses what is no register as a whole, and rubble after 200 rows', async () => {
      const picture = await take(Readable.from([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')]));
      expect(picture).toMatchObject({ state: 'refused', read: 0, problem: { code: 'tabular.not_a_table' } });
      const products = await take(Readable.from([Buffer.from('Handle,Title\na,b\n')]));
      expect(products).toMatchObject({ state: 'refused', problem: { code: 'imports.unknown_merchant_format' } });
      expect(await take(Readable.from([]))).toMatchObject({ state: 'refused', problem: { code: 'tabular.empty' } });
      const rubble = await take(file([row(1), ...Array.from({ length: 2000 }, () => 'a;b;c;d;e;f;g;h')]));
      expect(rubble).toMatchObject({ state: 'refused', rowsDone: 500, created: 1, refused: 499 });
      expect(rubble.problem).toEqual({ code: 'imports.not_this_file', details: { rows: 500, broken: 499 } });
      expect(await count('shop')).toBe(1);
    });
  });

  if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
  (CORPUS ? describe : describe.skip)('a real town', () => {
    const metz = () => createReadStream(join(CORPUS ?? '', 'registers/sirene/etablissements_metz_57463_A.csv'));
    afterEach(close);

    it('becomes shops, once', async () => {
      await open('44');
      expect(counts(await take(metz()))).toEqual([1771, 1675, 0, 0, 96]);
      expect(counts(await take(metz()))).toEqual([1771, 0, 0, 1675, 96]);
      expect([await count('shop'), await count('shop_siret')]).toEqual([1675, 1675]);
    }, 60_000);

    it('is refused row by row elsewhere, and nothing is written', async () => {
      await open('24');
      const ended = await take(metz());
      expect(counts(ended)).toEqual([1771, 0, 0, 0, 1771]);
      expect(ended).toMatchObject({ state: 'done', tally: { 'imports.commune_outside_region': 1771 } });
      expect([await count('shop'), await count('shop_address')]).toEqual([0, 0]);
    }, 60_000);
  });
});
