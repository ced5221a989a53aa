import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { OutboundClient, type OutboundSettings } from './index.js';

const LIMIT = { maxBytes: 100_000 };
const BOMB = gzipSync(Buffer.alloc(300 << 20), { level: 9 });

let server: Server;
let port: number;
let hits: string[];
let received: IncomingMessage;
const clients: OutboundClient[] = [];

const answers: Record<string, (response: ServerResponse, asked: IncomingMessage) => void> = {
  '/plain': (response) => response.writeHead(200, { 'content-type': 'text/plain', etag: '"1"' }).end('bonjour'),
  '/gzip': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('bonjour')),
  '/deflate': (response) => response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateSync('bonjour')),
  '/raw-deflate': (response) =>
    response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateRawSync('bonjour')),
  '/brotli': (response) => response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('bonjour')),
  '/broken-gzip': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('bonjour'),
  '/cut-gzip': (response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('bonjour').subarray(0, 15)),
  '/bomb': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB),
  '/large': (response) => response.writeHead(200).end(Buffer.alloc(100_001)),
  '/unchanged': (response) => response.writeHead(304).end(),
  '/missing': (response) => response.writeHead(404).end('secret page'),
  '/silent': () => undefined,
  '/drip': (response) => {
    const timer = setInterval(() => response.write('.'), 20);
    response.writeHead(200).on('close', () => clearInterval(timer));
  },
  '/endless': (response) => pour(response.writeHead(200).on('drain', () => pour(response))),
  '/cut': (response) => response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy()),
};

function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write(Buffer.alloc(65_536)));
}

beforeAll(async () => {
  server = createServer((asked, response) => {
    hits.push(`${asked.headers.host}${asked.url}`);
    received = asked;
    const to = /^\/to\/(\d)\/(.*)/.exec(asked.url!);
    if (to) return void response.writeHead(Number(`30${to[1]}`), { location: decodeURIComponent(to[2]!) }).end('moved');
    const answer = answers[asked.url!];
    if (answer) answer(response, asked);
    else response.end('SECRET');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => (hits = []));
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function client(settings: OutboundSettings = {}): OutboundClient {
  const made = new OutboundClient({ ports: [80, 443, port], ...settings });
  clients.push(made);
  return made;
}
/** A client that may reach the canary, and the address of one of its pages. */
function allowed(path: string): [OutboundClient, string] {
  return [client({ allow: [`127.0.0.1:${port}`] }), `http://127.0.0.1:${port}${path}`];
}
const get = (path: string, options = {}) => {
  const [fetcher, url] = allowed(path);
  return fetcher.fetch(url, { ...LIMIT, ...options });
};
const fails = (code: string, details: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

describe('redirects', () => {
  const to = (url: string, kind = 2) => `/to/${kind}/${encodeURIComponent(url)}`;

  it('are followed three times, and re-checked', async () => {
    const answer = await get(to(to(to('/plain', 7), 1)));
    expect([answer.body.toString(), answer.finalUrl, hits.length]).toEqual([
      'bonjour',
      `http://127.0.0.1:${port}/plain`,
      4,
    ]);
    await expect(get(to(to(to(to('/plain')))))).rejects.toEqual(fails('outbound.blocked', { reason: 'redirects' }));
  });

  it.each([
    ['http://localhost:PORT/secret', 'outbound.blocked', { reason: 'address', host: 'localhost' }],
    ['http://0x7f.1:PORT0/secret', 'outbound.blocked', { reason: 'port' }],
    ['//[::ffff:127.0.0.1]:PORT/secret', 'outbound.blocked', { reason: 'address' }],
    ['http://a:b@127.0.0.1:PORT/secret', 'outbound.bad_url', { reason: 'credentials' }],
    ['file:///etc/passwd', 'outbound.bad_url', { reason: 'scheme' }],
    ['http://[', 'outbound.bad_url', { reason: 'syntax' }],
  ])('to %s are refused: %s', async (target, code, details) => {
    const url = target.replace('PORT0', '1').replace('PORT', String(port));
    await expect(get(to(url))).rejects.toEqual(fails(code, details));
    expect(hits.filter((hit) => hit.includes('secret') && !hit.includes('/to/'))).toEqual([]);
  });

  it('carry secrets to no other host', async () => {
    const fetcher = client({ allow: [`127.0.0.1:${port}`, `localhost:${port}`] });
    const headers = { authorization: 'Bearer x', Cookie: 'a=b', 'If-None-Match': '"1"', 'Accept-Encoding': 'br' };
    await fetcher.fetch(`http://127.0.0.1:${port}${to(`http://localhost:${port}/plain`)}`, {
      ...LIMIT,
      headers,
      accept: 'text/csv',
    });
    expect(received.headers).toMatchObject({
      accept: 'text/csv',
      'if-none-match': '"1"',
      'accept-encoding': 'gzip, deflate',
    });
    expect([received.headers.authorization, received.headers.cookie]).toEqual([undefined, undefined]);
    await fetcher.fetch(`http://127.0.0.1:${port}${to('/plain')}`, { ...LIMIT, headers });
    expect([received.headers.authorization, received.headers.cookie]).toEqual(['Bearer x', 'a=b']);
  });
});

describe('answers', () => {
  it.each(['/plain', '/gzip', '/deflate', '/raw-deflate'])('%s is read', async (path) => {
    const answer = await get(path);
    expect([answer.status, answer.body.toString()]).toEqual([200, 'bonjour']);
  });

  it('carry their headers', async () => {
    expect((await get('/plain')).headers).toMatchObject({ 'content-type': 'text/plain', etag: '"1"' });
    expect((await get('/unchanged')).status).toBe(304);
  });

  it.each([
    ['/missing', 'outbound.status', { answer: 404 }],
    ['/brotli', 'outbound.unreadable', {}],
    ['/broken-gzip', 'outbound.unreadable', {}],
    ['/cut-gzip', 'outbound.unreadable', {}],
    ['/large', 'outbound.too_large', { limitBytes: 100_000 }],
    ['/endless', 'outbound.too_large', {}],
    ['/bomb', 'outbound.too_large', {}],
    ['/cut', 'outbound.unreachable', {}],
    ['/silent', 'outbound.timeout', { seconds: 0.4 }],
    ['/drip', 'outbound.timeout', { seconds: 0.4 }],
  ])('%s is refused: %s', async (path, code, details) => {
    const started = Date.now();
    await expect(get(path, { timeoutMs: 400 })).rejects.toEqual(fails(code, { host: '127.0.0.1', ...details }));
    expect(Date.now() - started).toBeLessThan(1500);
  });

  it('that are bombs leave the memory flat', async () => {
    const before = process.memoryUsage().rss;
    for (let n = 0; n < 10; n++)
      await expect(get('/bomb', { maxBytes: 1 << 20 })).rejects.toEqual(fails('outbound.too_large'));
    expect(process.memoryUsage().rss - before).toBeLessThan(60 << 20);
  });

  it('that do not come are unreachable', async () => {
    const closed = createTcpServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const free = (closed.address() as AddressInfo).port;
    await new Promise((resolve) => closed.close(resolve));
    const fetcher = client({ allow: [`127.0.0.1:${free}`], resolveName: () => new Promise(() => undefined) });
    await expect(fetcher.fetch(`http://127.0.0.1:${free}/`, LIMIT)).rejects.toEqual(
      fails('outbound.unreachable', { reason: 'ECONNREFUSED' }),
    );
    await expect(client().fetch('http://nobody.invalid/', LIMIT)).rejects.toEqual(fails('outbound.unreachable'));
    await expect(fetcher.fetch('http://slow-name.test/', { ...LIMIT, timeoutMs: 200 })).rejects.toEqual(
      fails('outbound.timeout'),
    );
  });
});
