// What every command needs before it can start: dependencies, the runtime, the build. Runs under Node 20.19 without any dependency.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const bin = (name) => join(root, 'node_modules', '.bin', name);

/** A reason to stop that the person at the terminal can act on. */
export class Refusal extends Error {}

/** Whether the error's message says all there is to say; any other is a bug and shows its stack. */
export const isForPeople = (error) =>
  error instanceof Refusal || ['EmbeddedDatabaseError', 'SchemaVersionError'].includes(error.name);

/** Installs the dependencies when they are not those of package-lock.json. Output goes to standard error. */
export async function ensureInstalled(say) {
  if (isInstalled()) return;
  say('Installing dependencies (npm ci)...');
  // The Node in node_modules/.bin is about to be replaced: npm must run under the machine's own.
  const path = process.env.PATH.split(delimiter).filter((folder) => !folder.endsWith(join('node_modules', '.bin')));
  const env = { ...process.env, PATH: path.join(delimiter) };
  const code = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { env });
  if (code !== 0) throw new Refusal('npm ci failed; the reason stands above.');
}

/** Whether each package of the lock file is there in its version, judged by the list npm leaves in node_modules. */
function isInstalled() {
  const left = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(left) || !existsSync(runtimePath())) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(left, 'utf8')).packages;
  const isThere = ([path, { version, optional, devOptional }]) =>
    path === '' || found[path]?.version === version || ((optional || devOptional) && !found[path]);
  return Object.entries(wanted).every(isThere);
}

const runtimePath = () => join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** The Node that production runs: the pinned one of node_modules, else the machine's if it is recent enough. */
export function runtime() {
  if (spawnSync(runtimePath(), ['--version']).status === 0) return runtimePath();
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Refusal(
    'The Node 24 of node_modules does not run here: use Node 24 or newer, or allow install scripts (npm ci).',
  );
}

/** Compiles apps and libs into dist when a source changed since. */
export async function ensureBuilt(say) {
  const stamp = join(root, 'dist', '.sources');
  const hash = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('Building...');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const words = [join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js'), 'apps', 'libs', '-d', 'dist', '--quiet'];
  if ((await run(runtime(), words)) !== 0) throw new Refusal('The build failed; the reason stands above.');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, hash);
}

function hashSources() {
  const hash = createHash('sha256');
  const files = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)),
  );
  const sources = files.filter((name) => name.endsWith('.ts')).toSorted();
  for (const name of [...sources, '.swcrc', 'package-lock.json'])
    hash.update(name).update(readFileSync(join(root, name)));
  return hash.digest('hex');
}

/** Runs a program to its end in the project's folder, its output on standard error. Answers its exit code, 1 when it could not run. */
export function run(command, words, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { cwd: root, stdio: ['ignore', 2, 2], ...options });
    child.on('error', () => resolve(1)).on('close', (code) => resolve(code ?? 1));
  });
}

/** Reads `.env` beside package.json; what the environment already says wins. */
export function readDotEnv() {
  const path = join(root, '.env');
  if (existsSync(path)) process.loadEnvFile(path);
}

/** Runs a script's `main`; a refusal is one sentence and exit code 1. */
export function start(main) {
  main().catch((error) => {
    console.error(isForPeople(error) ? error.message : error);
    process.exitCode = 1;
  });
}
