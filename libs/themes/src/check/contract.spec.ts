import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { contractSections, sectionOf, withSections } from '../../../../test/support/theme-contract.js';
import { readShapes } from '../../../../test/support/view-model-shapes.js';
import { projectPath } from '../assets.js';
import { baseAssets } from '../theme.js';
import { themeManifest } from '../theme-manifest.js';
import { gatherTemplates, loadViews } from '../view-engine.js';
import { sampleView } from './sample-view.js';
import { misfits } from './view-fit.js';
import { TEMPLATE_VIEWS, viewShapes } from './shapes.js';

const ISSUE = 'run this spec with UPDATE_CONTRACT=1 to write it again';
const isUpdate = process.env['UPDATE_CONTRACT'] === '1';
const folder = projectPath('libs', 'themes', 'src');
const sources = readdirSync(folder)
  .filter((file) => file.endsWith('view-models.ts'))
  .sort((a, b) => b.localeCompare(a))
  .flatMap((file) => [...importsOf(file), file])
  .map((file) => path.join(folder, file));

/** A view model may hold an interface that stands beside the function that fills it. */
function importsOf(file: string): string[] {
  const source = readFileSync(path.join(folder, file), 'utf8');
  const names = [...source.matchAll(/from '\.\/([\w-]+)\.js'/g)].map(([, name]) => `${name}.ts`);
  return names.filter((name) => !name.endsWith('view-models.ts'));
}
const { shapes, docs } = readShapes(sources);
const page = projectPath('docs', 'themes.md');

if (isUpdate) {
  writeFileSync(projectPath('libs', 'themes', 'view-models.json'), `${JSON.stringify(shapes, null, 1)}\n`);
  writeFileSync(page, withSections(readFileSync(page, 'utf8'), contractSections(shapes, docs)));
}

describe('the contract', () => {
  it(`view-models.json says what the interfaces say (${ISSUE})`, () => {
    expect(viewShapes()).toEqual(shapes);
  });

  it('knows a view for each template', () => {
    expect(Object.values(TEMPLATE_VIEWS).filter((view) => !shapes[view])).toEqual([]);
  });
});

describe('docs/themes.md', () => {
  const text = readFileSync(page, 'utf8');

  it.each(Object.entries(contractSections(shapes, docs)))(
    `says of %s what the source says (${ISSUE})`,
    (name, section) => {
      expect(sectionOf(text, name)).toBe(section);
    },
  );

  it('gives a theme.json and a preview that are right', () => {
    const [manifest, preview] = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(
      ([, json]) => JSON.parse(json!) as object,
    );
    expect(themeManifest.safeParse(manifest).error?.issues ?? []).toEqual([]);
    expect(misfits(preview, 'ErrorView')).toEqual([]);
  });

  it('names each template and its view', () => {
    for (const [name, view] of Object.entries(TEMPLATE_VIEWS))
      expect(text).toMatch(new RegExp(`\\| \`${name}\` \\|.*\`${view}\``));
  });
});

describe('helpers in docs/themes.md', () => {
  const [, table = ''] = readFileSync(page, 'utf8').split('## Helpers');
  const rows = [...table.split('\n## ')[0]!.matchAll(/^\| `(\w+)` \|[^|]*\| `(.+?)` \| (?:`(.*)`|…) \|$/gm)];
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'devanture-helpers-'));
    for (const [, name, example] of rows) writeFileSync(path.join(folder, `${name}.hbs`), example!);
    const sentences = { minimal: { pieces: { one: '{count} pièce', other: '{count} pièces' } } };
    for (const locale of ['fr', 'en']) writeFileSync(path.join(folder, `${locale}.json`), JSON.stringify(sentences));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are all there, and no other', () => {
    const { world } = gatherTemplates({ dirs: [], locales: [], assets: baseAssets() });
    const built = ['if', 'unless', 'each', 'with', 'lookup'];
    const helpers = [...world.helpers].filter((name) => !built.includes(name));
    expect(rows.map(([, name]) => name!).sort()).toEqual(helpers.sort());
  });

  it('print what is said', () => {
    const views = loadViews({ dirs: [folder], locales: [folder], assets: baseAssets() });
    const model = { photo: sampleView('Photo', { optional: 'given', many: 1, flag: true, word: 0 }) };
    const plain = (html: string): string => html.replace(/[\u00a0\u202f]/g, ' ').trim();
    const printed = rows.map(([, name]) => [name, plain(views.render(name!, model, { layout: false }))]);
    const said = rows.map(([, name, , result], at) => [name, result === undefined ? printed[at]![1] : plain(result)]);
    expect(printed).toEqual(said);
  });
});
