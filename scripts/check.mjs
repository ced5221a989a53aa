// npm run check: the quick part of npm test, without database and browser.
import { runSteps, STEPS } from './steps.mjs';
import { ensureInstalled, start } from './workspace.mjs';

start(async () => {
  await ensureInstalled(console.error);
  const { format, lint, types, architecture, unit } = STEPS;
  process.exitCode = await runSteps([[format, types, architecture, lint], unit]);
});
