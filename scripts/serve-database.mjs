import { join, resolve } from 'node:path';
import pg from 'pg';
import { spawnTied } from './handover.mjs';
import { Refusal, root } from './workspace.mjs';

const load = (path) => import(join(root, 'dist', 'libs', 'platform', 'src', 'database', path));

/**
 * The database that `environment` asks for, at the current schema: the server of DATABASE_URL, else the embedded one of DATA_DIR.
 * `adminUrl` may migrate, `appUrl` is what web and worker use.
 */
export async function openDatabase(environment, say, { part = 'service', isMigrated = true } = {}) {
  const [{ migrate }, { appUrl }] = await Promise.all([load('migrate.js'), load('roles.js')]);
  const server = environment.DATABASE_URL
    ? external(environment.DATABASE_URL)
    : await embedded(environment.DATA_DIR, part, say);
  try {
    const applied = isMigrated ? await migrate(server.adminUrl) : [];
    if (applied.length > 0) say(`Database schema: ${applied.length} migrations applied.`);
  } catch (error) {
    await server.close();
    throw error;
  }
  return { ...server, appUrl: appUrl(server.adminUrl) };
}

/** `environment` with what web, worker and console expect to find there: an absolute DATA_DIR, and the generated APP_SECRET when none is given. */
export async function completeEnvironment(environment) {
  const DATA_DIR = resolve(root, environment.DATA_DIR || '.data');
  if (environment.APP_SECRET) return { ...environment, DATA_DIR };
  const { readSecrets } = await load('embedded/index.js');
  const { appSecret } = await readSecrets(DATA_DIR);
  return { ...environment, DATA_DIR, APP_SECRET: appSecret };
}

function external(url) {
  return { adminUrl: url, close: async () => undefined, ended: new Promise(() => undefined) };
}

async function embedded(dataDir, part, say) {
  const { launchPostgres } = await load('embedded/index.js');
  const { adminUrl, stop, ended } = await launchPostgres({ dataDir, part, log: say });
  return { adminUrl, ended, close: stop };
}

/** Fills the demo region unless its administrator is there already. */
export async function seedOnce({ adminUrl, appUrl }, env, say) {
  if (await isSeeded(appUrl)) return;
  say('Filling the demo region...');
  const child = spawnTied(join(root, 'dist', 'apps', 'console', 'src', 'main.js'), ['seed', 'demo'], {
    env: { ...env, DATABASE_URL: adminUrl },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0)
    throw new Refusal(`The demo region could not be filled (exit code ${code}); DEMO=0 starts without it.`);
}

async function isSeeded(appUrl) {
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(`select from person where email = 'region@demo.test'`);
    return rowCount > 0;
  } finally {
    await client.end();
  }
}
