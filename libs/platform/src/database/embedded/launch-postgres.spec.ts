import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isAlive } from './file-lock.js';
import { launchPostgres, readSecrets } from './index.js';
import { chooseLaunch } from './unprivileged.js';

const settings = { durable: false };

const ask = async (url: string, sql: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return (rows[0] as unknown[] | undefined)?.[0];
  } finally {
    await client.end();
  }
};

describe('launchPostgres', () => {
  let dataDir: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), `devanture-test-${process.pid}-`));
  });

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    const launched = await launchPostgres({ dataDir, settings }).catch(() => undefined);
    await launched?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Another process of the installation, as far as its line `ready`; a line on its standard input makes it stop. */
  const startElsewhere = async (part: 'service' | 'command'): Promise<ChildProcess> => {
    const script = `
      const { importSource } = await import(${JSON.stringify(join(process.cwd(), 'test/support/typescript-hooks.mjs'))});
      const { launchPostgres } = await importSource('libs/platform/src/database/embedded/index.ts');
      const log = (sentence) => console.log('said', sentence);
      const launched = await launchPostgres({ dataDir: ${JSON.stringify(dataDir)}, part: '${part}', settings: { durable: false }, log });
      console.log('ready', launched.adopted);
      process.stdin.once('data', () => launched.stop().then(() => process.exit(0)));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (data: Buffer) => data.toString().includes('ready') && resolve());
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    });
    return child;
  };

  const serverPid = async (): Promise<number> =>
    Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

  it('makes the folder once, asks for the password, and leaves nothing running', async () => {
    const first = await launchPostgres({ dataDir, settings });
    expect(first.adopted).toBe(false);
    expect(await ask(first.adminUrl, 'show password_encryption')).toBe('scram-sha-256');
    await ask(first.adminUrl, 'create table kept as select 7 as value');
    const url = new URL(first.adminUrl);
    url.password = 'wrong';
    await expect(ask(url.href, 'select 1')).rejects.toThrow('password authentication failed');
    const pid = await serverPid();
    await first.stop();
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
    await expect(ask(first.adminUrl, 'select 1')).rejects.toThrow('ECONNREFUSED');
    const second = await launchPostgres({ dataDir, settings });
    expect(await ask(second.adminUrl, 'select value from kept')).toBe(7);
    expect(await serverPid()).not.toBe(pid);
    await second.stop();
  });

  it('is safe against a crash of the machine unless told otherwise', async () => {
    const launched = await launchPostgres({ dataDir });
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      expect(await ask(launched.adminUrl, `show ${name}`)).toBe('on');
    }
    await launched.stop();
  });

  it('gives one cluster to all who come at once', async () => {
    const launched = await Promise.all([1, 2, 3].map(() => launchPostgres({ dataDir, settings })));
    expect(launched.filter(({ adopted }) => !adopted)).toHaveLength(1);
    expect(new Set(launched.map(({ adminUrl }) => adminUrl)).size).toBe(1);
    await Promise.all(launched.map((one) => one.stop()));
  });

  it('does not end under a guest', async () => {
    const owner = await startElsewhere('command');
    const guest = await launchPostgres({ dataDir, settings });
    expect(guest.adopted).toBe(true);
    owner.stdin?.write('stop\n');
    await sleep(500);
    expect(await ask(guest.adminUrl, 'select 1')).toBe(1);
    await guest.stop();
    await new Promise((resolve) => owner.once('exit', resolve));
    await expect(ask(guest.adminUrl, 'select 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('makes a service wait for the command that runs the cluster, then start its own', async () => {
    const command = await startElsewhere('command');
    const said: string[] = [];
    const service = launchPostgres({ dataDir, settings, part: 'service', log: (sentence) => said.push(sentence) });
    await sleep(500);
    expect(said).toEqual(['A console command is using the database; waiting for it to finish.']);
    command.stdin?.write('stop\n');
    const launched = await service;
    expect(launched.adopted).toBe(false);
    await launched.stop();
  });

  it('ends with its starter, even a killed one, and starts again', async () => {
    const owner = await startElsewhere('service');
    const pid = await serverPid();
    owner.kill('SIGKILL');
    const next = await launchPostgres({ dataDir, settings });
    expect(next.adopted).toBe(false);
    expect(await serverPid()).not.toBe(pid);
    await next.stop();
  });

  it('recovers a cluster that was killed together with its starter', async () => {
    const owner = await startElsewhere('service');
    const pid = await serverPid();
    process.kill(owner.pid as number, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    const next = await launchPostgres({ dataDir, settings });
    expect(await ask(next.adminUrl, 'select 1')).toBe(1);
    await next.stop();
  });

  it('is not misled by a process that was given the id in a stale pid file', async () => {
    await (await launchPostgres({ dataDir, settings })).stop();
    const file = join(dataDir, 'postgres/postmaster.pid');
    await writeFile(file, [process.pid, join(dataDir, 'postgres'), 1, 1, '', '127.0.0.1', '', 'ready', ''].join('\n'));
    const launched = await launchPostgres({ dataDir, settings });
    expect(launched.adopted).toBe(false);
    await launched.stop();
  });

  it('says when the cluster ended on its own', async () => {
    const launched = await launchPostgres({ dataDir, settings });
    process.kill(await serverPid(), 'SIGKILL');
    await expect(launched.ended).resolves.toBeUndefined();
    await launched.stop();
  });

  it('names the file to restore when the password was lost', async () => {
    await (await launchPostgres({ dataDir, settings })).stop();
    await rm(join(dataDir, 'secrets.json'));
    await expect(launchPostgres({ dataDir, settings })).rejects.toThrow('The password in secrets.json does not open');
    await sleep(100);
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('refuses a folder of another PostgreSQL', async () => {
    await (await launchPostgres({ dataDir, settings })).stop();
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '15\n');
    await expect(launchPostgres({ dataDir, settings })).rejects.toThrow('made by PostgreSQL 15, this is 18');
  });
});

describe('chooseLaunch', () => {
  const onlyOnLinux = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'SIGINT'] : [];

  it('calls root nobody inside a namespace, else becomes nobody, and leaves other users alone', () => {
    const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534'];
    expect(chooseLaunch(true, () => true)).toEqual({ prefix: [...namespace, ...onlyOnLinux] });
    expect(chooseLaunch(true, ([command]) => command === 'setpriv')).toEqual({ prefix: onlyOnLinux, uid: 65534 });
    expect(chooseLaunch(false, () => true)).toEqual({ prefix: onlyOnLinux });
    expect(chooseLaunch(false, () => false)).toEqual({ prefix: [] });
  });
});

describe('readSecrets', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), `devanture-test-${process.pid}-`));
  });

  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('generates once, for all who ask at the same time, and keeps the entries of others', async () => {
    const path = join(dataDir, 'secrets.json');
    await writeFile(path, '{"other":"kept"}');
    const all = await Promise.all([1, 2, 3, 4].map(() => readSecrets(dataDir)));
    const { databasePassword, appSecret } = all[0] as (typeof all)[0];
    expect(databasePassword).toMatch(/^[\w-]{43}$/);
    expect(new Set(all.map((secrets) => secrets.appSecret))).toEqual(new Set([appSecret]));
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ other: 'kept', databasePassword, appSecret });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('never replaces a file it cannot read', async () => {
    const path = join(dataDir, 'secrets.json');
    await writeFile(path, '{"databasePassword":');
    await expect(readSecrets(dataDir)).rejects.toThrow('is not a JSON object. Restore it');
    expect(await readFile(path, 'utf8')).toBe('{"databasePassword":');
  });

  it('takes over the lock of a process that is gone', async () => {
    const lock = join(dataDir, 'secrets.json.lock');
    const gone = spawn('true');
    await new Promise((resolve) => gone.once('exit', resolve));
    expect(isAlive(gone.pid as number)).toBe(false);
    await writeFile(lock, String(gone.pid));
    expect(Object.keys(await readSecrets(dataDir))).toEqual(['databasePassword', 'appSecret']);
    expect(existsSync(lock)).toBe(false);
  });
});
