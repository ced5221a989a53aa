import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = process.cwd();
const tool = (path: string): string => join(root, 'node_modules', path);

interface Cruise {
  modules: { source: string }[];
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] };
}

function cruise(folder: string): Cruise {
  const words = [tool('dependency-cruiser/bin/dependency-cruise.mjs'), 'apps', 'libs'];
  words.push('--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json');
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser said: ${stdout}${stderr}`);
  return JSON.parse(stdout) as Cruise;
}

const refused = ({ summary }: Cruise): string[] => summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

describe('who imports whom', () => {
  it('follows the table in every module of apps and libs', () => {
    const seen = cruise(root);
    const modules = new Set(seen.modules.map(({ source }) => source));
    expect(sources('libs').filter((source) => !modules.has(source))).toEqual([]);
    expect(sources('apps').filter((source) => !modules.has(source))).toEqual([]);
    expect(refused(seen)).toEqual([]);
  });

  it('refuses each planted violation, and nothing else', () => {
    expect([...new Set(refused(cruise(join(root, 'test/fixtures/boundaries'))))].toSorted()).toEqual([
      'apps-do-not-know-each-other: apps/worker/src/main.ts',
      'audiences-share-http-only: apps/web/src/merchant/knows-portal.ts',
      'catalog-imports: libs/catalog/src/upwards.ts',
      'declared-package: libs/orders/src/undeclared.ts',
      'http-knows-no-audience: apps/web/src/http/knows-portal.ts',
      'index-only: apps/web/src/api/behind-the-door.ts',
      'index-only: libs/orders/src/behind-the-door.ts',
      'kernel-is-plain-typescript: libs/kernel/src/reads-files.ts',
      'kernel-is-plain-typescript: libs/kernel/src/uses-framework.ts',
      'libs-do-not-know-apps: libs/orders/src/knows-app.ts',
      'listed-lib: libs/unlisted/src/index.ts',
      'no-circular: libs/orders/src/circle-one.ts',
      'no-controllers-in-libs: libs/orders/src/orders.controller.ts',
      'no-http-in-libs: libs/orders/src/knows-http.ts',
      'product-does-not-know-tests: libs/orders/src/knows-test.ts',
      'resolvable: libs/orders/src/nowhere.ts',
      'shops-imports: libs/shops/src/type-upwards.ts',
    ]);
  });
});

describe('what lives where', () => {
  it('keeps controllers out of libs, and names that say nothing out of both', () => {
    const all = [...sources('libs'), ...sources('apps')];
    expect(all.filter((source) => source.startsWith('libs/') && source.endsWith('.controller.ts'))).toEqual([]);
    expect(all.filter((source) => /(^|[/.])(utils?|helpers?|common|shared|base|manager)[/.]/.test(source))).toEqual([]);
  });
});

describe('sizes', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'devanture-sizes-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const lines = (count: number, line: string): string => `${line}\n`.repeat(count);
  const codes = (source: string): string[] => {
    writeFileSync(join(folder, 'planted.ts'), source);
    const words = [tool('oxlint/bin/oxlint'), '--config', join(root, '.oxlintrc.json'), '--format', 'json', folder];
    const { stdout } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; severity: string }[] };
    return [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))];
  };

  it.each([
    ['a file of 300 lines', lines(300, 'void 0;'), []],
    ['a file of 301 lines', lines(301, 'void 0;'), ['eslint(max-lines)']],
    ['a function of 50 lines', `export function planted(): void {\n${lines(48, '  void 0;')}}\n`, []],
    [
      'a function of 51 lines',
      `export function planted(): void {\n${lines(49, '  void 0;')}}\n`,
      ['eslint(max-lines-per-function)'],
    ],
    [
      'four levels of nesting',
      'export function planted(a: boolean): void {\n  if (a) { if (a) { if (a) { if (a) { void 0; } } } }\n}\n',
      ['eslint(max-depth)'],
    ],
    [
      'six parameters',
      'export const planted = (a: 1, b: 1, c: 1, d: 1, e: 1, f: 1) => [a, b, c, d, e, f];\n',
      ['eslint(max-params)'],
    ],
  ])('%s', (_, source, expected) => {
    expect(codes(source)).toEqual(expected);
  });
});
