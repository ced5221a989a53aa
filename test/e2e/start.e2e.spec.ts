import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { projectRoot } from '#libs/platform';
import { startTestCluster, type TestCluster } from '../support/cluster.js';
import { freePort } from '../support/free-port.js';

const READY_MS = 120_000;

interface Started {
  child: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
}

function start(script: string, env: Record<string, string>): Started {
  const kept = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|NOW$)/.test(name)),
  );
  const child = spawn(process.execPath, [join(projectRoot, script)], {
    cwd: projectRoot,
    env: { ...kept, NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes));
  return { child, output: () => output, exited: new Promise((resolve) => child.once('exit', resolve)) };
}

/** Status of a page of 127.0.0.1; 0 while nobody answers. */
function statusOf(port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host: 'localhost' }, agent: false }, (response) =>
      resolve(response.resume().statusCode ?? 0),
    );
    asked.on('error', () => resolve(0)).end();
  });
}

async function untilReady(port: number, { output, child }: Started): Promise<number> {
  const begun = Date.now();
  while (Date.now() - begun < READY_MS) {
    if ((await statusOf(port, '/readyz')) === 200) return Date.now() - begun;
    if (child.exitCode !== null) break;
    await sleep(100);
  }
  throw new Error(`Not ready after ${Date.now() - begun} ms:\n${output()}`);
}

/** Processes that were started for this folder: it is in their environment, their command line or is where they work. */
async function processesOf(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const read = (path: string): Promise<string> => readFile(path, 'latin1').catch(() => '');
  const found = await Promise.all(
    pids.map(async (pid) => {
      const texts = await Promise.all([
        read(`/proc/${pid}/environ`),
        read(`/proc/${pid}/cmdline`),
        readlink(`/proc/${pid}/cwd`).catch(() => ''),
      ]);
      return texts.some((text) => text.includes(folder)) && !/^Z/m.test(await stateOf(pid)) ? pid : null;
    }),
  );
  return found.filter((pid) => pid !== null);
}

const stateOf = async (pid: number): Promise<string> =>
  (await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => ') Z')).split(') ').at(-1)!;

async function untilNothingRuns(folder: string, milliseconds: number): Promise<number[]> {
  const begun = Date.now();
  for (;;) {
    const left = await processesOf(folder);
    if (left.length === 0 || Date.now() - begun > milliseconds) return left;
    await sleep(100);
  }
}

function killAll(pids: number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it ended by itself meanwhile
    }
  }
}

describe('npm start', () => {
  let folder: string;
  let port: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devanture-start-'));
    port = await freePort();
  });

  afterAll(async () => {
    killAll(await processesOf(folder));
    await rm(folder, { recursive: true, force: true });
  });

  const startAll = (): Started => start('scripts/start.mjs', { DATA_DIR: folder, PORT: String(port), DEMO: '0' });

  it('serves an empty region, and serves it again after everything was killed', async () => {
    const first = startAll();
    const coldMs = await untilReady(port, first);
    expect(await statusOf(port, '/')).toBe(200);
    const running = await processesOf(folder);
    expect(running.length).toBeGreaterThanOrEqual(5);
    killAll(running);
    await first.exited;
    expect(await untilNothingRuns(folder, 5_000)).toEqual([]);
    const second = startAll();
    const warmMs = await untilReady(port, second);
    console.log(`ready after ${coldMs} ms, after kill -9 of ${running.length} processes again after ${warmMs} ms`);
    expect(await statusOf(port, '/')).toBe(200);
    second.child.kill('SIGTERM');
    await second.exited;
    expect(await untilNothingRuns(folder, 15_000)).toEqual([]);
    expect(await statusOf(port, '/readyz')).toBe(0);
  }, 300_000);

  it('ends with everything it started when only the launcher is killed', async () => {
    const launched = startAll();
    await untilReady(port, launched);
    launched.child.kill('SIGKILL');
    await launched.exited;
    expect(await untilNothingRuns(folder, 15_000)).toEqual([]);
  }, 180_000);
});

describe('the web program', () => {
  let cluster: TestCluster;
  let folder: string;

  beforeAll(async () => {
    cluster = await startTestCluster();
    folder = await mkdtemp(join(tmpdir(), 'devanture-role-'));
  }, 120_000);

  afterAll(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['superuser', 'is a superuser'],
    ['bypassrls', 'has BYPASSRLS'],
  ])(
    'refuses to start when its role is made %s',
    async (attribute, reason) => {
      const { adminUrl, appUrl } = await cluster.create();
      const admin = new pg.Client({ connectionString: adminUrl });
      await admin.connect();
      const env = {
        DATABASE_URL: appUrl,
        DATA_DIR: folder,
        PORT: String(await freePort()),
        APP_SECRET: 'a secret of the test',
      };
      try {
        await admin.query(`alter role devanture_app ${attribute}`);
        const refused = start('dist/apps/web/src/main.js', env);
        expect(await refused.exited).toBe(1);
        expect(refused.output()).toContain(reason);
        await admin.query(`alter role devanture_app no${attribute}`);
        const started = start('dist/apps/web/src/main.js', env);
        await untilReady(Number(env.PORT), started);
        started.child.kill('SIGTERM');
        expect([0, null]).toContain(await started.exited); // null: Nest ends with the signal itself
      } finally {
        await admin.end();
      }
    },
    90_000,
  );
});
