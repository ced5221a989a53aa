// Rows per second from a register file to shops, beside the same rows inserted bare: npm run bench -- import
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { ImportsModule, Initiatives, MerchantImports } from '#libs/imports';
import { isSiret } from '#libs/kernel';
import { loadSettings, PlatformModule } from '#libs/platform';
import { TenancyModule } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import { startTestCluster, type TestCluster } from '../support/cluster.js';

const ROWS = Number(process.argv[2] ?? 6000);
const CHUNK = 500;
const WANTED = 5;
const NAFS = ['47.76Z', '47.65Z', '47.77Z', '47.61Z', '10.71C', '47.71Z', '47.24Z', '47.59B'];
const TABLES = ['shop', 'shop_address', 'shop_siret', 'shop_source', 'claim'];

class BenchModule {}

function siretOf(n: number): string {
  const start = `9${String(n).padStart(8, '0')}0000`;
  return Array.from('0123456789', (digit) => start + digit).find(isSiret) ?? '';
}

function registerFile(): Buffer {
  const { communes } = loadTerritory('24');
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const commune = communes[i % communes.length]!;
    const street = `${i % 200},,RUE,DE LA REPUBLIQUE,${commune.postcodes[0]},${commune.name.toUpperCase()},${commune.insee}`;
    return `${siretOf(i)},MAISON ${['DUPRE', 'ROSIER', 'LEFORT'][i % 3]} ${i % 700},${NAFS[i % NAFS.length]},NAFRev2,A,${street},${commune.lon},${commune.lat}`;
  });
  const header =
    'siret,enseigne1Etablissement,activitePrincipaleEtablissement,nomenclatureActivitePrincipaleEtablissement,etatAdministratifEtablissement,numeroVoieEtablissement,indiceRepetitionEtablissement,typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,libelleCommuneEtablissement,codeCommuneEtablissement,longitude,latitude';
  return Buffer.from([header, ...lines].join('\n'));
}

/** Seconds of a first import, of the same file again, and of checking it only. */
async function timeImports(databaseUrl: string, dataDir: string) {
  const settings = loadSettings({ DATABASE_URL: databaseUrl, APP_SECRET: 'a secret of the bench', DATA_DIR: dataDir });
  const module = { module: BenchModule, imports: [PlatformModule.forRoot(settings), TenancyModule, ImportsModule] };
  const app = await NestFactory.createApplicationContext(module, { logger: ['error'] });
  try {
    const { initiativeId } = await app.get(Initiatives).save({ slug: 'banc', name: 'Banc', kind: 'chamber' });
    const imports = app.get(MerchantImports);
    const take = async (dryRun: boolean): Promise<number> => {
      const begun = performance.now();
      const file = { fileName: 'banc.csv', body: Readable.from([registerFile()]), dryRun, createdBy: null };
      const { importId } = await imports.prepare(initiativeId, file);
      const { created, unchanged, refused } = await imports.run(importId);
      if (created + unchanged !== ROWS || refused > 0)
        throw new Error(`${created} + ${unchanged} of ${ROWS} rows went in`);
      return (performance.now() - begun) / 1000;
    };
    await take(true);
    return { checked: await take(true), first: await take(false), again: await take(false) };
  } finally {
    await app.close();
  }
}

/** Copies the tables' rows into an empty database by multi-row inserts of 500, each committed. */
async function timeBareInserts(from: string, to: string, tables: string[]): Promise<number> {
  const source = new pg.Client({ connectionString: from });
  const target = new pg.Client({ connectionString: to });
  await Promise.all([source.connect(), target.connect()]);
  try {
    const { rows: initiatives } = await source.query<Record<string, unknown>>('select * from initiative');
    await insert(target, 'initiative', initiatives);
    let seconds = 0;
    for (const table of tables) {
      const { rows } = await source.query<Record<string, unknown>>(`select * from ${table}`);
      const begun = performance.now();
      for (let i = 0; i < rows.length; i += CHUNK) await insert(target, table, rows.slice(i, i + CHUNK));
      seconds += (performance.now() - begun) / 1000;
    }
    return seconds;
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}

async function insert(client: pg.Client, table: string, rows: Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(rows[0]!).filter((column) => rows.some((row) => row[column] !== null));
  const values = rows.map((_, i) => `(${columns.map((_, j) => `$${i * columns.length + j + 1}`).join(',')})`);
  const parameters = rows.flatMap((row) => columns.map((column) => row[column]));
  await client.query(`insert into ${table} (${columns.join(',')}) values ${values.join(',')}`, parameters);
}

async function bench(cluster: TestCluster, dataDir: string): Promise<void> {
  const [imported, bare, bareShops] = [await cluster.create(), await cluster.create(), await cluster.create()];
  const { checked, first, again } = await timeImports(imported.adminUrl, dataDir);
  const shopsAlone = await timeBareInserts(imported.adminUrl, bareShops.adminUrl, ['shop']);
  const all = await timeBareInserts(imported.adminUrl, bare.adminUrl, TABLES);
  const show = (label: string, seconds: number): void =>
    console.log(
      `${label.padEnd(52)} ${seconds.toFixed(2).padStart(7)} s ${String(Math.round(ROWS / seconds)).padStart(8)} rows/s`,
    );
  show(`limit: bare inserts of the ${ROWS} shops alone`, shopsAlone);
  show(`limit: bare inserts of all rows (${TABLES.length} tables)`, all);
  show('merchants: file to shops', first);
  show('merchants: the same file again', again);
  show('merchants: dry run', checked);
  console.log(
    `ratio to the shops alone ${(first / shopsAlone).toFixed(1)}x (wanted <= ${WANTED}x), to all rows ${(first / all).toFixed(1)}x`,
  );
}

const cluster = await startTestCluster();
const dataDir = await mkdtemp(join(tmpdir(), 'devanture-bench-'));
try {
  await bench(cluster, dataDir);
} finally {
  await cluster.stop();
  await rm(dataDir, { recursive: true, force: true });
}
