// npm test: every check and test there is, on throw-away databases and ports of their own.
import { runSteps, STEPS } from './steps.mjs';
import { ensureInstalled, start } from './workspace.mjs';

start(async () => {
  await ensureInstalled(console.error);
  const { format, lint, types, architecture, unused, lock, build, all, journeys, pages } = STEPS;
  process.exitCode = await runSteps([[format, types, architecture, lint, unused, build, lock], all, journeys, pages]);
});
