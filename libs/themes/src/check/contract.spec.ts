import { writeFileSync } from 'node:fs';

import { readShapes } from '../../../../test/support/view-model-shapes.js';
import { projectPath } from '../assets.js';
import { TEMPLATE_VIEWS, viewShapes } from './shapes.js';

const ISSUE = 'run this spec with UPDATE_CONTRACT=1 to write it again';
const isUpdate = process.env['UPDATE_CONTRACT'] === '1';
const sources = ['view-models.ts', 'order-view-models.ts'].map((file) => projectPath('libs', 'themes', 'src', file));
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
