import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-database.errors.js';
import { withFileLock } from './file-lock.js';

/** Generated once per data folder, 256 bits each, base64url. */
export interface Secrets {
  /** Password of the embedded database's administrator. */
  databasePassword: string;
  /** Key material of the application: sessions, signed links. */
  appSecret: string;
}

const NAMES = ['databasePassword', 'appSecret'] as const;

/**
 * The secrets of `<dataDir>/secrets.json` (mode 0600), generating those that are missing. Entries of other names are kept.
 * Safe against another process doing the same. Throws EmbeddedDatabaseError when the file is not a JSON object.
 */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const path = join(dataDir, 'secrets.json');
  const found = await readJson(path);
  if (isComplete(found)) return found;
  return withFileLock(`${path}.lock`, async () => {
    const secrets = await readJson(path);
    for (const name of NAMES) secrets[name] ||= randomBytes(32).toString('base64url');
    await writeFile(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
    return secrets as unknown as Secrets;
  });
}

function isComplete(value: object): value is Secrets {
  return NAMES.every((name) => typeof (value as Record<string, unknown>)[name] === 'string');
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // told below, in one sentence for both ways of being wrong
  }
  throw new EmbeddedDatabaseError(`${path} is not a JSON object. Restore it: it holds the database's password.`);
}
