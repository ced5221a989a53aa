// Lets plain Node (24) import this repository's TypeScript as jest does: `#libs/x` is the library's source, `./x.js` may be `./x.ts`.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

const root = new URL('../../', import.meta.url);
const settings = JSON.parse(readFileSync(new URL('.swcrc', root), 'utf8'));

function sourceOf(specifier, parent) {
  if (specifier.startsWith('#libs/')) return new URL(`libs/${specifier.slice(6)}/src/index.ts`, root);
  if (!specifier.startsWith('.') || !specifier.endsWith('.js') || !parent?.startsWith(root.href)) return undefined;
  const source = new URL(specifier.replace(/\.js$/, '.ts'), parent);
  return existsSync(source) ? source : undefined;
}

registerHooks({
  resolve(specifier, context, next) {
    const source = sourceOf(specifier, context.parentURL);
    return source ? { url: source.href, format: 'module', shortCircuit: true } : next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith(root.href) || !url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const { jsc, module } = settings;
    const options = { swcrc: false, configFile: false, filename, jsc, module, sourceMaps: 'inline' };
    const { code } = transformSync(readFileSync(filename, 'utf8'), options);
    return { format: 'module', source: code, shortCircuit: true };
  },
});

/** Imports a TypeScript file of the repository, by its path from the root. */
export const importSource = (path) => import(pathToFileURL(fileURLToPath(new URL(path, root))).href);
