import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '#libs/platform';

/** The newest mail to this address, its transfer encoding undone as far as links need it. */
export async function lastMailTo({ dataDir }: Settings, email: string): Promise<string> {
  const folder = path.join(dataDir, 'mail');
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')));
  const mail = files.filter((text) => text.includes(`To: ${email}`)).at(-1);
  if (mail === undefined) throw new Error(`No mail to ${email}.`);
  return mail.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
}
