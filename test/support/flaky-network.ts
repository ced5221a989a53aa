import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A network between a browser and the application that fails when told to. */
export interface FlakyNetwork {
  port: number;
  /** `down`: nothing gets through. `lost`: requests arrive and are obeyed, their answers do not. `milliseconds` late. */
  state: { isDown: boolean; losesAnswers: boolean; delayMs: number };
  /** Changes a body on its way to the browser, by its path. */
  rewrite: Map<string, (body: string) => string>;
  /** `POST /commandes/...`, in order. */
  arrived: string[];
  close(): Promise<void>;
}

export async function flakyNetwork(app: NestFastifyApplication): Promise<FlakyNetwork> {
  const network = {
    port: 0,
    state: { isDown: false, losesAnswers: false, delayMs: 0 },
    rewrite: new Map<string, (body: string) => string>(),
    arrived: [] as string[],
  };
  const server = createServer((request, response) => {
    if (network.state.isDown) return void request.socket.destroy();
    void pass(app, network, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  network.port = (server.address() as AddressInfo).port;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(network, { close });
}

async function pass(
  app: NestFastifyApplication,
  network: Pick<FlakyNetwork, 'state' | 'rewrite' | 'arrived'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { losesAnswers, delayMs } = network.state;
  const payload = await bodyOf(request);
  const { method = 'GET', url = '/' } = request;
  network.arrived.push(`${method} ${url}`);
  const headers = request.headers as Record<string, string>;
  const answer = await app.inject({ method: method as 'GET', url, headers, payload });
  if (losesAnswers) return void request.socket.destroy();
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  const rewrite = network.rewrite.get(url);
  const body = rewrite ? Buffer.from(rewrite(answer.body)) : answer.rawPayload;
  const { 'content-length': _, ...rest } = answer.headers;
  response.writeHead(answer.statusCode, rest as Record<string, string>).end(body);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
