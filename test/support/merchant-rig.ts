import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { type ImportRecord, ImportsModule, MerchantImports, MerchantImportSteps } from '#libs/imports';
import { newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { Twins } from '#libs/shops';
import { Tenancy, TenancyModule } from '#libs/tenancy';
import { testDatabase } from './database.js';

/** Read, created, updated, unchanged, refused. */
export const counts = ({ read, created, updated, unchanged, refused }: ImportRecord) => [
  read,
  created,
  updated,
  unchanged,
  refused,
];

export type MerchantRig = Awaited<ReturnType<typeof merchantRig>>;

/** Imports of shops on a database of their own, with one chamber, `cci`. */
export async function merchantRig(regionCode = '24') {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'imports-spec-'));
  const settings = loadSettings({
    DATABASE_URL: database.adminUrl,
    APP_SECRET: 'a secret of the test',
    DATA_DIR: folder,
    REGION_CODE: regionCode,
  });
  const module = await Test.createTestingModule({
    imports: [PlatformModule.forRoot(settings), TenancyModule, ImportsModule],
  }).compile();
  await module.init();
  const imports = module.get(MerchantImports);
  const tenancy = module.get(Tenancy);
  const cci = newId();
  await tenancy.publicTransaction((tx) =>
    tx.query(`insert into initiative (initiative_id, slug, name, kind) values ($1, 'cci', 'CCI', 'chamber')`, [cci]),
  );
  const prepare = (body: AsyncIterable<Uint8Array>, dryRun = false): Promise<ImportRecord> =>
    imports.prepare(cci, { fileName: 'registre.csv', body, dryRun, createdBy: null });
  return {
    imports,
    steps: module.get(MerchantImportSteps),
    twins: module.get(Twins),
    tenancy,
    cci,
    prepare,
    take: async (body: AsyncIterable<Uint8Array>, dryRun = false): Promise<ImportRecord> =>
      imports.run((await prepare(body, dryRun)).importId),
    count: async (table: string): Promise<number> => {
      const [found] = await tenancy.regionTransaction((tx) =>
        tx.query<{ n: number }[]>(`select count(*)::int as n from ${table}`),
      );
      return found?.n ?? -1;
    },
    close: async (): Promise<void> => {
      await module.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
