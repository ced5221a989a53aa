// npm leaves the platform builds of a native package out of the lock when the registry lacks them; `npm ci` then fails elsewhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

/** Optional packages that the lock file names as a dependency and does not hold, as `package@version lacks name`. */
export function missingFromLock({ packages }) {
  const held = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  return Object.entries(packages).flatMap(([path, { version, optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !held.has(name))
      .map((name) => `${path.split('node_modules/').at(-1)}@${version} lacks ${name}`),
  );
}

/** Direct dependencies that are not pinned to one version. */
export function unpinned({ dependencies = {}, devDependencies = {} }) {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is not pinned: ${version}`);
}

const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));

if (process.argv[1] === join(root, 'scripts', 'lock-check.mjs')) {
  const problems = [...missingFromLock(read('package-lock.json')), ...unpinned(read('package.json'))];
  problems.forEach((problem) => console.error(problem));
  process.exitCode = problems.length > 0 ? 1 : 0;
}
