import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { readShapes } from '../../../../test/support/view-model-shapes.js';
import { projectPath } from '../assets.js';
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
const { shapes } = readShapes(sources);

if (isUpdate) {
  writeFileSync(projectPath('libs', 'themes', 'view-models.json'), `${JSON.stringify(shapes, null, 1)}\n`);
}

describe('the contract', () => {
  it(`view-models.json says what the interfaces say (${ISSUE})`, () => {
    expect(viewShapes()).toEqual(shapes);
  });

  it('knows a view for each template', () => {
    expect(Object.values(TEMPLATE_VIEWS).filter((view) => !shapes[view])).toEqual([]);
  });
});
