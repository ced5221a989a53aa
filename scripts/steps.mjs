// Runs named steps one after the other and counts: a test runner's report by its tests, any other step as one.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithNpm, spawnTied } from './handover.mjs';
import { bin, root } from './workspace.mjs';

const tool = (path) => join(root, 'node_modules', path);

/** Each step: a name, the tool's script, its words; `isJest` counts tests instead of the exit code. */
export const STEPS = {
  format: { name: 'format', script: tool('prettier/bin/prettier.cjs'), words: ['--check', '--log-level=warn', '.'] },
  lint: { name: 'lint', script: tool('oxlint/bin/oxlint'), words: ['--type-aware', 'apps', 'libs', 'test', 'scripts'] },
  types: { name: 'types', script: tool('typescript/bin/tsc'), words: ['-p', 'tsconfig.json', '--noEmit'] },
  build: { name: 'build', script: tool('@swc/cli/bin/swc.js'), words: ['apps', 'libs', '-d', 'dist', '--quiet'] },
  lock: { name: 'lock file', script: join(root, 'scripts', 'lock-check.mjs'), words: [] },
  unused: { name: 'unused code and dependencies', script: tool('knip/bin/knip.js'), words: ['--no-progress'] },
  architecture: jest('architecture', ['test/architecture']),
  unit: () => jest('unit tests', ['--runTestsByPath', ...specs().filter((path) => !usesDatabase(path))]),
  // Part of the time a spec waits for the database, a timer or a browser: three at a time fill two cores.
  all: jest('unit and database tests', ['--maxWorkers=3', '--testPathIgnorePatterns', 'test/architecture', 'test/e2e']),
  journeys: jest('browser journeys', ['test/e2e', '--testPathIgnorePatterns', 'test/e2e/every-page']),
  pages: jest('every page', ['test/e2e/every-page']),
};

function jest(name, words) {
  return { name, isJest: true, script: tool('jest/bin/jest.js'), words: ['--passWithNoTests', ...words] };
}

function specs() {
  const files = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => join(root, folder, name)),
  );
  return files.filter((name) => name.endsWith('.spec.ts'));
}

/** A spec that asks for a database, or for something that takes seconds, says so in its imports. */
const usesDatabase = (path) =>
  /support\/(database|cluster|.*server)|launchPostgres|playwright/.test(readFileSync(path, 'utf8'));

/**
 * Runs the steps and prints the total; answers the exit code. Steps of an inner list share the two cores, two at a time; the others
 * go one after the other. Output of a step is shown when it failed.
 */
export async function runSteps(steps) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const state = { children: new Set(), isInterrupted: false };
  const interrupt = () => {
    state.isInterrupted = true;
    for (const child of state.children) child.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  const watch = endWithNpm(interrupt);
  const lane = async (waiting) => {
    for (let step = waiting.shift(); step && !state.isInterrupted; step = waiting.shift()) {
      const counts = await runStep(typeof step === 'function' ? step() : step, state);
      for (const [kind, count] of Object.entries(counts)) total[kind] += count;
    }
  };
  for (const step of steps) {
    const waiting = [step].flat();
    await Promise.all([lane(waiting), lane(waiting)]);
  }
  clearInterval(watch);
  if (state.isInterrupted) console.log('Interrupted.');
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed > 0 || state.isInterrupted ? 1 : 0;
}

async function runStep(step, state) {
  const startedAt = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'devanture-step-'));
  const report = join(folder, 'report.json');
  const { code, output } = await runTool(step, report, state);
  const counts = step.isJest
    ? countTests(report, code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  rmSync(folder, { recursive: true, force: true });
  const hasFailed = counts.failed > 0;
  const figures = step.isJest ? `  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped` : '';
  console.log(`${hasFailed ? '✗' : '✓'} ${step.name}  ${((Date.now() - startedAt) / 1000).toFixed(1)} s${figures}`);
  if (hasFailed) console.log(output.trimEnd());
  return counts;
}

function runTool({ script, words, isJest }, report, state) {
  const extra = isJest ? ['--json', `--outputFile=${report}`, '--silent=false'] : [];
  const flags = isJest ? ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'] : [];
  const path = `${join(bin('node'), '..')}:${process.env.PATH}`;
  const env = { ...process.env, PATH: path, NODE_ENV: isJest ? 'test' : process.env.NODE_ENV, FORCE_COLOR: '0' };
  const child = spawnTied(script, [...words, ...extra], { env, flags, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  state.children.add(child);
  child.on('close', () => state.children.delete(child));
  let output = '';
  child.stderr.on('data', (data) => (output += data));
  child.stdout.on('data', (data) => (output += isJest ? '' : data)); // jest prints its whole report there
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? 1, output })));
}

/** Counts of jest's report; a suite that could not run is one failure, and so is a run without a report. */
function countTests(report, code) {
  try {
    const found = JSON.parse(readFileSync(report, 'utf8'));
    const broken = found.numRuntimeErrorTestSuites + (code !== 0 && found.success ? 1 : 0);
    const skipped = found.numPendingTests + found.numTodoTests;
    return { passed: found.numPassedTests, failed: found.numFailedTests + broken, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
