import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { projectRoot } from '../config/project-root.js';
import { SchemaVersionError } from './database.errors.js';
import { APP_ROLE, ensureRoles, OWNER_ROLE } from './roles.js';

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

const FOLDER = path.join(projectRoot, 'libs/platform/src/database/migrations');

/**
 * Brings the database that `adminUrl` names to the current schema and answers the names of the migrations applied.
 * A URL of the app role only checks the version: SchemaVersionError when a prepared database is behind.
 */
export async function migrate(adminUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ role: string }>('select current_user as role');
    if (rows[0]?.role === APP_ROLE) return await checkOnly(client);
    await prepare(client, adminUrl);
    await client.query(`select pg_advisory_lock(hashtext('devanture.migrate'))`);
    return await applyMissing(client, adminUrl);
  } finally {
    await client.end();
  }
}

/** Names of migrations that the program has and the database lacks. */
export async function missingMigrations(applied: readonly string[]): Promise<string[]> {
  const all = await readMigrations();
  return all.map((migration) => migration.name).filter((name) => !applied.includes(name));
}

async function checkOnly(client: pg.Client): Promise<string[]> {
  const applied = await appliedNames(client);
  const missing = await missingMigrations([...applied.keys()]);
  if (missing.length > 0)
    throw new SchemaVersionError({ found: [...applied.keys()].at(-1) ?? 'nothing', wanted: missing.at(-1) });
  return [];
}

async function prepare(client: pg.Client, adminUrl: string): Promise<void> {
  await ensureRoles(client, adminUrl);
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const database = client.escapeIdentifier(rows[0]?.name ?? '');
  await client.query(`grant create, connect, temporary on database ${database} to ${OWNER_ROLE}`);
  await client.query(`revoke create on schema public from public`);
  await client.query(`grant create, usage on schema public to ${OWNER_ROLE}`);
  await client.query('create extension if not exists pg_trgm');
  await client.query('create extension if not exists unaccent');
  await client.query('create extension if not exists btree_gin');
}

async function applyMissing(client: pg.Client, adminUrl: string): Promise<string[]> {
  await client.query(`set role ${OWNER_ROLE}`);
  await client.query(
    `create table if not exists schema_migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
  );
  await client.query(`grant select on schema_migration to ${APP_ROLE}`);
  await client.query(`comment on table schema_migration is 'global: which migrations were applied'`);
  await migrateJobs(adminUrl);
  const applied = await appliedNames(client);
  const done: string[] = [];
  for (const migration of await readMigrations()) {
    const checksum = applied.get(migration.name);
    if (checksum === undefined) {
      await applyOne(client, migration);
      done.push(migration.name);
    } else if (checksum !== migration.checksum) {
      throw new SchemaVersionError({ found: `an altered ${migration.name}`, wanted: 'the file as it was applied' });
    }
  }
  return done;
}

async function applyOne(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = '2s'`);
    await client.query(sql);
    await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${name} failed`, { cause: error });
  }
}

async function migrateJobs(adminUrl: string): Promise<void> {
  const url = new URL(adminUrl);
  url.searchParams.set('options', `-c role=${OWNER_ROLE}`);
  await runMigrations({ connectionString: url.href });
}

async function appliedNames(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migration order by name',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(FOLDER, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
