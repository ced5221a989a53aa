import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of package.json: the same whether this file runs from the sources or from `dist`. */
export const projectRoot: string = findRoot(import.meta.dirname);

function findRoot(start: string): string {
  let folder = start;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`No package.json above ${start}`);
    folder = parent;
  }
  return folder;
}
