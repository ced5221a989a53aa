// npm start: installs, builds, and serves the whole of Devanture until Ctrl-C.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { handOver } from './handover.mjs';
import { ensureBuilt, ensureInstalled, readDotEnv, Refusal, root, start } from './workspace.mjs';

async function refuseTakenPort(port) {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const problem = await new Promise((resolve) => {
      const server = createServer().once('error', ({ code }) => resolve(code));
      server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
    });
    if (problem === 'EADDRINUSE') {
      throw new Refusal(
        `Port ${port} is already used by another program. Stop it, or choose another: PORT=${port + 1} npm start`,
      );
    }
    if (problem) throw new Refusal(`Port ${port} cannot be opened (${problem}). Choose another: PORT=8080 npm start`);
  }
}

function portOf(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Refusal(`PORT must be a number from 1 to 65535, not "${text}".`);
}

start(async () => {
  readDotEnv();
  await refuseTakenPort(portOf(process.env.PORT || '8080'));
  await ensureInstalled(console.error);
  await ensureBuilt(console.error);
  process.exitCode = await handOver(join(root, 'scripts', 'serve.mjs'), [], { isDetached: true });
});
