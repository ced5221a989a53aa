import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { Temporal } from 'temporal-polyfill';
import { SETTINGS, type Settings } from '#libs/platform';
import { type EngineQuestions, engineToken, MemoryEngine, MemoryFeed } from '#libs/search';
import { withApp } from './with-app.js';

const PORT = 9700;

export function addSearchServe(search: Command): void {
  search
    .command('serve')
    .description(
      'Keep a copy of the index in memory and answer the searches of web servers whose SEARCH_URL leads here.',
    )
    .option('--port <port>', 'where it listens', String(PORT))
    .option('--host <address>', 'on which address', '127.0.0.1')
    .action(async ({ port, host }: { port: string; host: string }) => {
      await withApp(async (app) => {
        const server = await serveEngine(app);
        server.listen(Number(port), host);
        await once(server, 'listening');
        console.log(`Search ready on port ${port}`);
        await new Promise<void>((resolve) => {
          for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
        });
        server.close();
        server.closeAllConnections();
      });
    });
}

/** The engine behind HTTP: POST of a question, answered as JSON. The first copy is there when it is returned. */
export async function serveEngine(app: INestApplicationContext): Promise<Server> {
  await app.get(MemoryFeed, { strict: false }).start();
  const engine = app.get(MemoryEngine, { strict: false });
  const wanted = Buffer.from(`Bearer ${engineToken(app.get<Settings>(SETTINGS, { strict: false }))}`);
  return createServer((request, response) => {
    answer(engine, wanted, request).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => {
        console.error(String(error));
        send(response, 500, { error: 'The question could not be answered' });
      },
    );
  });
}

async function answer(engine: MemoryEngine, wanted: Buffer, request: IncomingMessage) {
  if (request.method === 'GET' && request.url === '/healthz') return { status: engine.isReady ? 200 : 503, body: {} };
  const given = Buffer.from(request.headers.authorization ?? '');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return { status: 401, body: {} };
  const handler = request.method === 'POST' ? HANDLERS[request.url as keyof EngineQuestions] : undefined;
  if (!handler) return { status: 404, body: {} };
  return { status: 200, body: await handler(engine, (await json(request)) as never) };
}

type Handlers = { [P in keyof EngineQuestions]: (engine: MemoryEngine, asked: EngineQuestions[P]) => Promise<unknown> };

const HANDLERS: Handlers = {
  '/page': (engine, { plan, wish, at }) => engine.page(plan, wish, Temporal.Instant.from(at)),
  '/count': (engine, { plan, at }) => engine.count(plan, null, Temporal.Instant.from(at)),
  '/word-facts': (engine, { words, wide }) => engine.wordFacts(words, wide),
};

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
