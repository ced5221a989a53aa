import { mkdtemp, rm } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Test } from '@nestjs/testing';
import { type ImportRecord, ImportsModule, ProductImports, type ProductFileOptions } from '#libs/imports';
import { newId } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { testDatabase } from './database.js';

/** An empty shop into which product files are taken by the real engine on a real database. */
export interface ImportShop {
  /** A file's path, or its lines; `options` as the merchant gave them. */
  take(source: string | string[], options?: ProductFileOptions, dryRun?: boolean): Promise<ImportRecord>;
  rows<T = Record<string, unknown>>(sql: string): Promise<T[]>;
  write(sql: string, parameters?: unknown[]): Promise<void>;
  /** Another, empty shop from now on. */
  next(): Promise<void>;
  close(): Promise<void>;
}

export async function importShop(): Promise<ImportShop> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'import-shop-'));
  const settings = loadSettings({
    DATABASE_URL: database.adminUrl,
    APP_SECRET: 'a secret of the test',
    DATA_DIR: folder,
  });
  const module = await Test.createTestingModule({
    imports: [PlatformModule.forRoot(settings), TenancyModule, ImportsModule],
  }).compile();
  await module.init();
  const [imports, tenancy] = [module.get(ProductImports), module.get(Tenancy)];
  let shopId = '';
  const here = <T>(work: () => Promise<T>): Promise<T> => asShop(shopId, work);
  const write = async (sql: string, parameters: unknown[] = []): Promise<void> =>
    here(() => tenancy.shopTransaction((tx) => tx.query(sql, parameters)));
  return {
    take: (source, options = {}, dryRun = false) =>
      here(async () => {
        const body =
          typeof source === 'string' ? createReadStream(source) : Readable.from([Buffer.from(source.join('\n'))]);
        const file = { fileName: 'p.csv', body, options: { ...options }, dryRun, createdBy: null };
        return imports.run((await imports.prepare(shopId, file)).importId);
      }),
    rows: (sql) => here(() => tenancy.shopRead(sql)),
    write,
    next: async () => {
      shopId = newId();
      await write(
        `insert into shop (shop_id, state, name, trade, commune_insee, theme, order_prefix)
         values ($1, 'open', 'Boutique', 'fleurs', '37132', 'marche', 'FM')`,
        [shopId],
      );
    },
    close: async () => {
      await module.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** read, created, updated, unchanged, refused. */
export const countsOf = ({ read, created, updated, unchanged, refused }: ImportRecord): number[] => [
  read,
  created,
  updated,
  unchanged,
  refused,
];
