import { type Command, InvalidArgumentError } from 'commander';
import { withApp } from './with-app.js';

const count = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is wanted.');
  return Number(text);
};

export function addSeed(seed: Command): void {
  seed
    .command('demo')
    .description('The named cast with its products, hours and orders. A second time changes nothing.')
    .option('--json', 'one JSON object on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const { seedDemo } = await import('./seed-demo.js');
      const done = await withApp((app) => seedDemo(app));
      if (json) console.log(JSON.stringify(done ?? {}));
    });
  seed
    .command('scale')
    .description('Many invented shops, spread over the communes of the region: for measurements.')
    .requiredOption('--shops <n>', 'how many shops', count)
    .requiredOption('--products <m>', 'how many products each', count)
    .option('--seed <s>', 'the same seed gives the same shops', count, 1)
    .option('--json', 'one JSON object on standard output')
    .action(async (options: { shops: number; products: number; seed: number; json?: boolean }) => {
      const { seedScale } = await import('./seed-scale.js');
      const done = await withApp((app) => seedScale(app, options));
      if (options.json) console.log(JSON.stringify(done ?? {}));
    });
}
