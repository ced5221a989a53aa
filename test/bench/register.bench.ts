// A SIRENE file of 6,000 rows with 300 poisoned ones through the console: seconds, memory, the same file again, and killed 20 times: npm run bench -- register
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '#libs/platform';
import { loadTerritory } from '#libs/territory';
import { type DatabaseUrls, startTestCluster } from '../support/cluster.js';
import { siretOf } from '../support/sirets.js';

const [ROWS, POISONED, KILLS] = [6000, 300, 20];
const HEADER =
  'siret,enseigne1Etablissement,activitePrincipaleEtablissement,nomenclatureActivitePrincipaleEtablissement,etatAdministratifEtablissement,statutDiffusionEtablissement,numeroVoieEtablissement,typeVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,codeCommuneEtablissement,longitude,latitude';
const NAFS = ['47.76Z', '47.65Z', '47.77Z', '47.61Z', '10.71C', '47.71Z', '47.24Z', '47.59B'];

type Cells = string[];
const POISONS: ((cells: Cells) => string)[] = [
  (cells) => with_(cells, 0, ''),
  (cells) => with_(cells, 0, '12345678900011'),
  (cells) => with_(cells, 0, siretOf(1)),
  (cells) => with_(cells, 1, ''),
  (cells) => with_(cells, 1, 'X'.repeat(201)),
  (cells) => with_(cells, 2, ''),
  (cells) => with_(cells, 2, '99.99Z'),
  (cells) => with_(cells, 2, '64.19Z'),
  (cells) => with_(cells, 4, 'F'),
  (cells) => with_(cells, 5, 'P'),
  (cells) => with_(cells, 10, '57463'),
  (cells) => with_(cells, 10, '37999'),
  (cells) => `${cells.join(',')},one,cell,too,many`,
  (cells) => with_(cells, 1, '"BROKEN "QUOTE"'),
  (cells) => with_(cells, 8, 'X'.repeat(301)),
];

const with_ = (cells: Cells, index: number, value: string): string =>
  cells.map((cell, i) => (i === index ? value : cell)).join(',');

function registerFile(): string {
  const { communes } = loadTerritory('24');
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const commune = communes[i % communes.length]!;
    const name = `MAISON ${['DUPRE', 'ROSIER', 'LEFORT'][i % 3]} ${i % 700}`;
    const cells = [
      siretOf(i + 1),
      name,
      NAFS[i % NAFS.length]!,
      'NAFRev2',
      'A',
      'O',
      String(i % 200),
      'RUE',
      'DE LA REPUBLIQUE',
    ];
    cells.push(commune.postcodes[0] ?? '', commune.insee, String(commune.lon ?? ''), String(commune.lat ?? ''));
    const isPoisoned = i > 0 && i % (ROWS / POISONED) === 7;
    return isPoisoned ? POISONS[Math.floor(i / 20) % POISONS.length]!(cells) : cells.join(',');
  });
  return [HEADER, ...lines].join('\n');
}

interface Life {
  /** Null when it was killed. */
  answer: Record<string, number> | null;
  seconds: number;
  /** Largest resident memory, megabytes. */
  peak: number;
}

/** One run of the command; killed without a word after so many milliseconds. */
function live(words: string[], env: NodeJS.ProcessEnv, killAfter?: number): Promise<Life> {
  const begun = performance.now();
  const main = join(projectRoot, 'dist/apps/console/src/main.js');
  const child = spawn(process.execPath, [main, ...words, '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let [said, peak] = ['', 0];
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const watch = setInterval(() => (peak = Math.max(peak, residentOf(child.pid))), 50);
  const killer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((resolve) =>
    child.on('exit', (_code, signal) => {
      clearInterval(watch);
      clearTimeout(killer);
      const answer = signal ? null : (JSON.parse(said || '{}') as Record<string, number>);
      resolve({ answer, seconds: (performance.now() - begun) / 1000, peak });
    }),
  );
}

function residentOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it has just ended
  }
}

const DIGEST = `select md5(string_agg(line, E'\\n' order by line)) as digest, count(*)::int as shops from (
  select concat_ws('|', s.siret, s.name, s.legal_name, s.trade, s.naf, s.commune_insee, s.address_line, s.postcode, s.lat, s.lon,
    s.point_source, s.state, a.slug, n.siret, f.source, f.facts_hash, (select count(*) from claim c where c.shop_id = s.shop_id)) as line
  from shop s join shop_address a using (shop_id) join shop_siret n using (shop_id) join shop_source f using (shop_id)) t`;

async function digestOf({ adminUrl }: DatabaseUrls): Promise<{ digest: string; shops: number }> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ digest: string; shops: number }>(DIGEST);
  await client.end();
  return rows[0]!;
}

const shown = (life: Life): string =>
  `${JSON.stringify(life.answer)} in ${life.seconds.toFixed(1)} s, peak ${Math.round(life.peak)} MB`;

const cluster = await startTestCluster();
const folder = await mkdtemp(join(tmpdir(), 'devanture-bench-'));
try {
  const [file, small, report] = [join(folder, 'register.csv'), join(folder, 'small.csv'), join(folder, 'report.csv')];
  const text = registerFile();
  await writeFile(file, text);
  await writeFile(small, text.split('\n').slice(0, 6).join('\n'));
  const [whole, killed, tiny] = [await cluster.create(), await cluster.create(), await cluster.create()];
  const env = (urls: DatabaseUrls) => ({
    ...process.env,
    DATABASE_URL: urls.adminUrl,
    DATA_DIR: folder,
    APP_SECRET: 'a secret of the bench',
  });
  for (const urls of [whole, killed, tiny])
    await live(['initiatives', 'add', 'banc', '--name', 'Banc', '--kind', 'chamber'], env(urls));
  const take = (path: string) => ['merchants', 'import', path, '--initiative', 'banc'];
  const least = await live(take(small), env(tiny));
  const first = await live([...take(file), '--report', report], env(whole));
  console.log(`five rows: ${shown(least)}`);
  console.log(`first run: ${shown(first)}, +${Math.round(first.peak - least.peak)} MB over five rows`);
  const reported = (await readFile(report, 'utf8')).split('\r\n').slice(1).filter(Boolean);
  console.log(
    `report: ${reported.length} rows, each with its line and reason: ${reported.every((line) => /;\d+;.{10,}$/.test(line))}`,
  );
  console.log(`second run: ${shown(await live(take(file), env(whole)))}`);
  let kills = 0;
  let last: Life | null = null;
  while (kills < KILLS) {
    last = await live(take(file), env(killed), 900 + Math.random() * (first.seconds * 300));
    if (last.answer) break;
    kills++;
  }
  const end = last?.answer ? last : await live(take(file), env(killed));
  console.log(`killed ${kills} times, then ${shown(end)}`);
  const [a, b] = [await digestOf(whole), await digestOf(killed)];
  console.log(`${a.shops} and ${b.shops} shops, the same digest: ${a.digest === b.digest}`);
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}
