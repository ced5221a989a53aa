// Search times over invented shops, beside the same rows read by primary key: npm run bench -- search [shops] [products].
// BENCH_DIR keeps the filled database for the next run; ENGINES names who answers: `database`, `memory`, and
// `other`, a general-purpose engine in the same process that is asked for the words alone.
import 'reflect-metadata';
import { loadavg } from 'node:os';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { loadSettings, PlatformModule } from '#libs/platform';
import { MemoryFeed, Search, SearchModule, Suggestions } from '#libs/search';
import { TenancyModule } from '#libs/tenancy';
import { inventWords } from '../../apps/console/src/scale/words.js';
import { seedScale } from '../../apps/console/src/seed-scale.js';
import { otherEngine } from './search/other-engine.js';
import { benchDatabase } from './search/bench-database.js';
import { queries } from './search/queries.js';

const SHOPS = Number(process.argv[2] ?? 6000);
const PRODUCTS = Number(process.argv[3] ?? 100);
const SEED = 1;
const ROUNDS = 300;
const WANTED_MS = 20;
const ENGINES = (process.env['ENGINES'] ?? 'database memory other').split(' ');

class BenchModule {}

type Question = () => Promise<unknown>;

interface Times {
  p50: number;
  p95: number;
}

/** Each client asks one question after the other until `ROUNDS` are answered. */
async function time(questions: Question[], clients: number): Promise<Times> {
  const times: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let i = next++; i < ROUNDS; i = next++) {
      const begun = performance.now();
      await questions[i % questions.length]!();
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

const round = (ms: number): string => ms.toFixed(1).padStart(6);

async function measure(name: string, questions: Question[], limit: Times[]): Promise<number> {
  const first = await time(questions, 1);
  const one = await time(questions, 1);
  const eight = await time(questions, 8);
  const ratio = (own: number, bare: number | undefined): string =>
    (bare ? `${(own / bare).toFixed(1)}x` : '-').padStart(6);
  console.log(
    `${name.padEnd(26)} ${round(first.p50)} ${round(first.p95)}   ${round(one.p50)} ${round(one.p95)} ${ratio(one.p95, limit[0]?.p95)}   ${round(eight.p50)} ${round(eight.p95)} ${ratio(eight.p95, limit[1]?.p95)}`,
  );
  return eight.p95;
}

/** The line below which nothing can be: twenty documents by primary key, each time others, one round trip. */
async function primaryKeyReads(adminUrl: string): Promise<{ questions: Question[]; end: () => Promise<void> }> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 8 });
  const { rows } = await pool.query<{ shop_id: string; document_id: string }>(
    'select shop_id, document_id from search_document order by md5(document_id::text) limit 4000',
  );
  const sql = `select d.* from unnest($1::uuid[], $2::uuid[]) k (s, d) join search_document d on d.shop_id = k.s and d.document_id = k.d`;
  const questions = Array.from({ length: 200 }, (_, i) => {
    const some = rows.slice(i * 20, i * 20 + 20);
    const parameters = [some.map((row) => row.shop_id), some.map((row) => row.document_id)];
    return () => pool.query({ name: 'by-key', text: sql, values: parameters });
  });
  return { questions, end: () => pool.end() };
}

const database = await benchDatabase(`search_${SHOPS}_${PRODUCTS}`);
const { adminUrl } = database;
const settings = loadSettings({ DATABASE_URL: adminUrl, APP_SECRET: 'a secret of the bench', DATABASE_POOL: '8' });
const imports = [PlatformModule.forRoot(settings), TenancyModule, SearchModule];
const app = await NestFactory.createApplicationContext({ module: BenchModule, imports }, { logger: ['error'] });
/** Kinds of questions that are words alone. */
const OF_WORDS = ['one word', 'two words', 'word beginning', 'typing error'];

async function askOther(limit: Times[]): Promise<void> {
  const begun = performance.now();
  const ask = await otherEngine(adminUrl);
  console.log(
    `\nanswered by another engine in the process, filled in ${((performance.now() - begun) / 1000).toFixed(1)} s`,
  );
  for (const [name, asked] of Object.entries(queries()))
    if (OF_WORDS.includes(name))
      await measure(
        name,
        asked.map(
          ({ q = '' }) =>
            async () =>
              ask(String(q)),
        ),
        limit,
      );
}

/** The copy in memory: how long it takes, and what it weighs. */
async function loadCopy(): Promise<void> {
  const weight = (): number => process.memoryUsage().rss / 2 ** 20;
  const before = weight();
  const begun = performance.now();
  await app.get(MemoryFeed).start();
  const seconds = (performance.now() - begun) / 1000;
  console.log(`\ncopied into memory in ${seconds.toFixed(1)} s, ${(weight() - before).toFixed(0)} MB more`);
}

async function fill(): Promise<void> {
  const seeded = await seedScale(app, { shops: SHOPS, products: PRODUCTS, seed: SEED });
  console.log(`${seeded.products} products of ${seeded.shops} shops written and indexed in ${seeded.seconds} s`);
}

try {
  if (!database.isFilled) await fill();
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query('vacuum analyze');
  const size = await admin.query<{ name: string; size: string }>(
    `select relname as name, pg_size_pretty(pg_total_relation_size(oid)) as size from pg_class
     where relname in ('search_document', 'search_posting', 'search_word')`,
  );
  await admin.end();
  console.log(size.rows.map((row) => `${row.name} ${row.size}`).join(', '));
  console.log(`load of the machine ${loadavg()[0]?.toFixed(1)}`);
  console.log(`${''.padEnd(26)}  first time: p50, p95   again: p50, p95 (ms), x limit   8 clients: the same`);
  const bare = await primaryKeyReads(adminUrl);
  const limit = [await time(bare.questions, 1), await time(bare.questions, 1), await time(bare.questions, 8)].slice(1);
  await measure('limit: 20 rows by key', bare.questions, []);
  const search = app.get(Search);
  for (const engine of ENGINES.filter((name) => name !== 'other')) {
    if (engine === 'memory') await loadCopy();
    console.log(`\nanswered by the ${engine}`);
    const worst: number[] = [];
    for (const [name, asked] of Object.entries(queries())) {
      const questions = asked.map((query) => () => search.search(query));
      worst.push(await measure(name, questions, limit));
    }
    console.log(
      `worst p95 of eight clients ${Math.max(...worst).toFixed(1)} ms, wanted below ${WANTED_MS} ms, facets included`,
    );
  }
  const beginnings = inventWords(SEED)
    .slice(0, 100)
    .map((word, i) => word.slice(0, 1 + (i % 5)));
  await measure(
    'suggestions',
    beginnings.map((text) => () => app.get(Suggestions).suggest(text)),
    limit,
  );
  if (ENGINES.includes('other')) await askOther(limit);
  await bare.end();
} finally {
  await app.close();
  await database.stop();
}
