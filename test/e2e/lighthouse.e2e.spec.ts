import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectPath } from '#libs/themes';
import { fleursMartin, type LiveSite, liveSite } from '../support/live-site.js';

/** Scores of 0 to 100, as `test/looks/audit.ts` reads them. */
interface Audit {
  url: string;
  scores: Record<string, number>;
  layoutShift: number;
  faults: string[];
  waste: string[];
}

/** All themes and the portal: `npm run lighthouse`. Here it is that of Fleurs Martin, on a telephone with a slow line. */
describe('Lighthouse', () => {
  let site: LiveSite;

  beforeAll(async () => {
    site = await liveSite([fleursMartin(3)]);
  }, 180_000);

  afterAll(() => site?.close());

  /** In a program of its own: jest would load the thousand files of Lighthouse one after the other. */
  async function audit(addresses: string[]): Promise<Audit[]> {
    const hooks = projectPath('test', 'support', 'typescript-hooks.mjs');
    const script = projectPath('test', 'looks', 'audit-pages.ts');
    const words = ['--import', hooks, script, ...addresses.map((address) => site.url('fleurs-martin', address))];
    const { stdout } = await promisify(execFile)(process.execPath, words, { maxBuffer: 1e7 });
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Audit);
  }

  it('gives home, list and product 100 each, and sees nothing move, wait or go to waste', async () => {
    const audits = await audit(['/', '/produits', '/produits/bouquet-de-roses-du-jardin']);
    const scores = { accessibility: 100, 'best-practices': 100, seo: 100 };
    expect(audits).toMatchObject(audits.map(() => ({ scores, layoutShift: 0, waste: [] })));
    expect(audits).toHaveLength(3);
    const slow = audits.filter((each) => each.scores['performance']! < FAST);
    expect(slow.map((each) => [each.url, each.scores['performance'], each.faults])).toEqual([]);
  }, 420_000);
});

/** 100 on a machine that does nothing else (`npm run lighthouse` wants it); a busy one lends the page less of its time. */
const FAST = 95;
