import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readHours } from './read-hours.js';

const CORPUS = process.env['CORPUS_DIR'];

async function rates(file: string, isOsm: boolean): Promise<Record<string, number>> {
  const lines = readFileSync(path.resolve(CORPUS!, 'opening_hours', file), 'utf8').split('\n');
  const texts = lines
    .map((line) => line.replace(/^- /, '').trim())
    .filter((line) => line !== '' && !line.startsWith('# Ex'));
  const counts = { full: 0, partial: 0, refused: 0 };
  for (const text of texts) counts[(await readHours(text, { isOsm })).verdict]++;
  return counts;
}

if (!CORPUS) console.log('skipped: CORPUS_DIR not set');
(CORPUS ? describe : describe.skip)('hours of others', () => {
  it('reads what people in France wrote where a strict parser gave up', async () => {
    expect(await rates('osm_french_free_text_A.txt', false)).toEqual({ full: 255, partial: 34, refused: 132 });
  });

  it('reads the values of OpenStreetMap', async () => {
    expect(await rates('osm_valid_A.txt', true)).toEqual({ full: 98, partial: 38, refused: 7 });
  });
});
