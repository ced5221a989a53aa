// Opens a desk on 127.0.0.1 where specs ask for databases. PostgreSQL starts at the first demand, so that pure specs stay fast.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

let cluster;

async function startCluster() {
  const { importSource } = await import('./typescript-hooks.mjs');
  const { startTestCluster } = await importSource('test/support/cluster.ts');
  return startTestCluster();
}

async function answer(request) {
  const verb = request.url.split('/').at(-1);
  const body = await text(request);
  cluster ??= startCluster();
  const { create, drop } = await cluster;
  if (verb === 'create') return create();
  await drop(body);
  return {};
}

export async function closeDesk() {
  globalThis.testDatabaseDesk?.close();
  globalThis.testDatabaseDesk?.closeAllConnections();
  const started = await cluster?.catch(() => undefined);
  cluster = undefined;
  await started?.stop();
}

export default async function openDesk() {
  const key = randomUUID(); // no other user of the machine opens databases here
  const desk = createServer((request, response) => {
    if (!request.url.startsWith(`/${key}/`)) return void response.writeHead(404).end();
    answer(request).then(
      (value) => response.end(JSON.stringify(value)),
      (error) =>
        response.writeHead(500).end(JSON.stringify({ error: `${error.message} ${error.cause?.message ?? ''}` })),
    );
  });
  await new Promise((resolve) => desk.listen(0, '127.0.0.1', resolve));
  desk.keepAliveTimeout = 0; // a spec may come back after minutes on the connection it has
  desk.unref();
  globalThis.testDatabaseDesk = desk;
  process.env.TEST_DATABASE_DESK = `http://127.0.0.1:${desk.address().port}/${key}`;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.once(signal, () => void closeDesk().finally(() => process.exit(code)));
  }
}
