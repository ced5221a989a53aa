import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let folder: string | null = null;

/** `libs/territory/data` of the package, found from the sources and from `dist` alike (the build does not copy data). */
function dataFolder(): string {
  if (folder) return folder;
  let at = import.meta.dirname;
  while (!existsSync(join(at, 'package.json'))) {
    if (dirname(at) === at) throw new Error(`No package.json above ${import.meta.dirname}: the data cannot be found`);
    at = dirname(at);
  }
  folder = join(at, 'libs/territory/data');
  return folder;
}

export const hasTable = (path: string): boolean => existsSync(join(dataFolder(), path));

/**
 * The cells of each row of a shipped CSV table, header left out; `columns` keeps the first ones only.
 * The tables are UTF-8, comma separated, one row a line.
 */
export function readTable(path: string, columns?: number): string[][] {
  const lines = readFileSync(join(dataFolder(), path), 'utf8').split('\n');
  return lines
    .slice(1)
    .filter(Boolean)
    .map((line) => cellsOf(line, columns));
}

function cellsOf(line: string, columns?: number): string[] {
  if (!line.includes('"')) return line.split(',', columns);
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...cells].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
}
