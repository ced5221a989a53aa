// A closure order over a whole region, as its API, its worker and its search live it: npm run bench -- closure [shops]
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { ApiTokens, Memberships, People } from '#libs/accounts';
import { loadSettings } from '#libs/platform';
import { ConsoleModule } from '../../apps/console/src/console.module.js';
import { seedScale } from '../../apps/console/src/seed-scale.js';
import { startTestCluster } from '../support/cluster.js';
import { freePort } from '../support/free-port.js';
import { RealPrograms } from '../support/real-programs.js';

const SHOPS = Number(process.argv[2] ?? 6_000);
const SECRET = 'a secret of the bench';
const TARGETS = { preview: 2_000, apply: 10_000, follow: 5_000 };
const ORDER = { title: 'Arrêté', territory: { kind: 'region', codes: [] }, until: null, collects: false };

const cluster = await startTestCluster();
const { adminUrl } = await cluster.create();
const env = { DATABASE_URL: adminUrl, APP_SECRET: SECRET, DATA_DIR: cluster.dataDir };
const admin = new pg.Client({ connectionString: adminUrl });
await admin.connect();

/** Fills the region; answers a region admin's token. */
async function prepare(): Promise<string> {
  const app = await NestFactory.createApplicationContext(ConsoleModule.forRoot(loadSettings(env)), {
    logger: ['error'],
  });
  await seedScale(app, { shops: SHOPS, products: 1, seed: 1 });
  const { personId } = await app.get(People, { strict: false }).ensure({ email: 'region@example.fr' });
  const right = { role: 'region_admin', shopId: null, initiativeId: null } as const;
  await app.get(Memberships, { strict: false }).grant(personId, right);
  const token = await app.get(ApiTokens, { strict: false }).create(personId, { label: 'bench', shopId: null });
  await app.close();
  await admin.query('vacuum analyze');
  return token;
}

/** How many shops the index offers slots of, and a digest of them all. */
async function indexed(): Promise<{ free: number; digest: string }> {
  const { rows } = await admin.query<{ free: number; digest: string }>(
    `select count(*) filter (where cardinality(pickup_starts) > 0)::int as free,
       md5(string_agg(shop_id::text || pickup_starts::text, '' order by shop_id)) as digest from search_shop`,
  );
  return rows[0]!;
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const begun = performance.now();
  const result = await work();
  return [result, Math.round(performance.now() - begun)];
}

/** Milliseconds until the index offers slots of so many shops. */
const follows = async (free: number): Promise<number> => {
  const [, milliseconds] = await timed(async () => {
    while ((await indexed()).free !== free) await sleep(50);
  });
  return milliseconds;
};

const say = (what: string, milliseconds: number, target: number): void => {
  const verdict = milliseconds <= target ? 'ok' : `over ${target} ms`;
  if (milliseconds > target) process.exitCode = 1;
  console.log(`${what.padEnd(58)} ${String(milliseconds).padStart(6)} ms  ${verdict}`);
};

const token = await prepare();
const programs = await RealPrograms.start({ ...env, SMTP_URL: 'smtp://127.0.0.1:9' }, await freePort());
try {
  const headers = { authorization: `Bearer ${token}` };
  const body = { ...ORDER, from: new Date().toISOString().slice(0, 10) };
  const { rows } = await admin.query<{ slug: string }>('select slug from shop_address order by slug limit 1');
  const slots = async (): Promise<string> =>
    JSON.stringify((await programs.ask('GET', `/shops/${rows[0]!.slug}/slots`)).body);
  const [before, slotsBefore] = [await indexed(), await slots()];
  console.log(`${SHOPS} shops, ${before.free} of them with slots in the index`);
  const path = '/territory/closure-orders';
  const [preview, previewTime] = await timed(() =>
    programs.ask<{ shops: number }>('POST', `${path}/preview`, { headers, body }),
  );
  say(`preview of ${preview.body.shops} shops`, previewTime, TARGETS.preview);
  const [created, applyTime] = await timed(() => programs.ask<{ closureId: string }>('POST', path, { headers, body }));
  say('apply', applyTime, TARGETS.apply);
  const [closed, slotTime] = await timed(slots);
  say(`a shop’s own slots (${closed.includes('"start"') ? 'STILL THERE' : 'none'})`, slotTime, TARGETS.follow);
  say('the search offers none of them, after the answer', await follows(0), TARGETS.follow);
  const [, undoTime] = await timed(() => programs.ask('DELETE', `${path}/${created.body.closureId}`, { headers }));
  say('undo', undoTime, TARGETS.apply);
  say('the search offers all of them again', await follows(before.free), TARGETS.follow);
  const after = await indexed();
  const isExact = after.digest === before.digest && (await slots()) === slotsBefore;
  console.log(isExact ? 'every slot is as it was' : 'SLOTS DIFFER FROM BEFORE');
  if (!isExact) process.exitCode = 1;
} finally {
  await programs.close();
  await admin.end();
  await cluster.stop();
}
