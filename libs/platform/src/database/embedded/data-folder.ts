import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedDatabaseError } from './embedded-database.errors.js';
import { giveTo, spawnAs, type Launch } from './unprivileged.js';

const VERSION = '18';

export interface Programs extends Binaries {
  launch: Launch;
  /** False: the folder's files are not forced to the disk when it is made. */
  isDurable: boolean;
}

/**
 * Makes the database folder when there is none (1.2 s): UTF-8, byte order collation with French ICU for what asks for it,
 * SCRAM passwords for every connection. A half-made folder never gets the final name.
 * Throws EmbeddedDatabaseError when the folder belongs to another PostgreSQL version.
 */
export async function ensureDataFolder(folder: string, password: string, programs: Programs): Promise<void> {
  const version = join(folder, 'PG_VERSION');
  if (existsSync(version)) {
    const found = readFileSync(version, 'utf8').trim();
    if (found === VERSION) return;
    throw new EmbeddedDatabaseError(
      `${folder} was made by PostgreSQL ${found}, this is ${VERSION}: dump and restore it.`,
    );
  }
  const fresh = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  await rm(fresh, { recursive: true, force: true });
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    mkdirSync(fresh, { mode: 0o700 });
    prepareFor(programs.launch, fresh, passwordFile);
    await initdb(programs, fresh, passwordFile);
    await rename(fresh, folder);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function prepareFor(launch: Launch, fresh: string, passwordFile: string): void {
  if (launch.uid === undefined) return;
  chmodSync(dirname(fresh), 0o711); // another user must be able to walk to its own folder
  giveTo(launch, fresh);
  giveTo(launch, passwordFile);
}

async function initdb(
  { initdb: program, launch, isDurable }: Programs,
  folder: string,
  passwordFile: string,
): Promise<void> {
  const words = [
    ...launch.prefix,
    program,
    '-D',
    folder,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
  ];
  words.push('--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=fr', '--no-instructions');
  if (!isDurable) words.push('--no-sync');
  const child = spawn(words[0] as string, words.slice(1), { ...spawnAs(launch), stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0)
    throw new EmbeddedDatabaseError(`PostgreSQL could not make its folder ${folder}: ${complaint.trim()}`);
}

/** What a starting or running server writes into its folder. */
export interface PidFile {
  pid: number;
  port: number;
  isReady: boolean;
}

export const pidFilePath = (folder: string): string => join(folder, 'postmaster.pid');

/** The folder's pid file, or undefined when there is none or its server has not written it to the end yet. */
export function readPidFile(folder: string): PidFile | undefined {
  try {
    const lines = readFileSync(pidFilePath(folder), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
