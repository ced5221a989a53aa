import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#libs/platform';

let names: Set<string> | null = null;

/** Whether a host name below the base domain is the platform's own, by RFC 2142, by use, or by its sense. */
export function isReservedName(name: string): boolean {
  names ??= readNames();
  return names.has(name) || name.startsWith('xn--');
}

function readNames(): Set<string> {
  const lines = readFileSync(path.join(projectRoot, 'libs/shops/data/reserved-names.txt'), 'utf8').split('\n');
  return new Set(lines.map((line) => line.replace(/#.*/, '').trim()).filter(Boolean));
}
