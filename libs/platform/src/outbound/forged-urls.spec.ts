import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { isPublicAddress, OutboundClient, type OutboundSettings } from './index.js';

const LIMIT = { maxBytes: 100_000 };
/** Ways to write this machine, its neighbours and cloud metadata. */
const HOSTS = `
  127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.1 0x7f.0.0.1 0177.0.0.1
  017700000001 0177.1 0x7f.0x0.0x0.0x1 127.0.0.1. 127.0.0.0x1 127.00.00.01 127.0.0.01 ０ 127。0。0。1
  ①②⑦.⓪.⓪.① %31%32%37.0.0.1 0.0.0.0 0 0x0 00 0.1 0.0.0.1 localhost LOCALHOST localhost. x.localhost
  gestion.localhost LocalHost. [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1]
  [::ffff:0:127.0.0.1] [::127.0.0.1] [::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1]
  [64:ff9b:1::7f00:1] [2002:7f00:1::] [2001:0:7f00:1::] [fe80::1] [fc00::1] [fd00::1] [ff02::1]
  [fec0::1] [2001:db8::1] [100::1] [::ffff:10.0.0.1] [::ffff:a9fe:a9fe] [0000::1] [::ffff:0:0] 10.0.0.1
  172.16.0.1 172.31.255.254 192.168.1.1 169.254.169.254 0xa9fea9fe 2852039166 100.64.0.1 192.0.0.1
  192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 192.88.99.1
  rebound.test mixed.test mapped.test
`
  .trim()
  .split(/\s+/);

let server: Server;
let port: number;
let hits: string[];
const clients: OutboundClient[] = [];

beforeAll(async () => {
  server = createServer((asked, response) => {
    hits.push(`${asked.headers.host}${asked.url}`);
    response.end('SECRET');
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

/** May go to the canary's port on any host, so that only the address is in its way. */
function client(settings: OutboundSettings = {}): OutboundClient {
  const made = new OutboundClient({ ports: [80, 443, port], ...settings });
  clients.push(made);
  return made;
}
const fails = (code: string, details: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

describe('forged addresses', () => {
  it('the canary is there for whoever may see it', async () => {
    const fetcher = client({ allow: [`127.0.0.1:${port}`] });
    expect((await fetcher.fetch(`http://127.0.0.1:${port}/`, LIMIT)).body.toString()).toBe('SECRET');
    expect(hits.length).toBe(1);
  });

  const names: Record<string, string[]> = {
    'rebound.test': ['127.0.0.1'],
    'mixed.test': ['93.184.215.14', '127.0.0.1'],
    'mapped.test': ['::ffff:127.0.0.1'],
    localhost: ['127.0.0.1'],
    'x.localhost': ['127.0.0.1'],
    'gestion.localhost': ['127.0.0.1'],
  };
  const resolveName = async (name: string) =>
    (names[name.toLowerCase()] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

  it(`${HOSTS.length} of them never reach anybody`, async () => {
    const fetcher = client({ resolveName });
    const codes = new Set<string>();
    for (const host of HOSTS) {
      const error: unknown = await fetcher
        .fetch(`http://${host}:${port}/plain`, LIMIT)
        .catch((reason: unknown) => reason);
      expect([host, error]).toEqual([
        host,
        expect.objectContaining({ code: expect.stringMatching(/^outbound\.(blocked|bad_url)$/) }),
      ]);
      codes.add((error as { code: string }).code);
    }
    expect(HOSTS.length).toBeGreaterThanOrEqual(60);
    expect(hits).toEqual([]);
    expect(codes).toEqual(new Set(['outbound.blocked']));
  });

  it('do reach it without the guard (control)', async () => {
    const unguarded = new Agent();
    for (const host of HOSTS.filter((name) =>
      /^(?:127|0x7f|0177|2130706433|localhost|0\.0\.0\.0|\[::ffff:(?:127|7f))/.test(name),
    )) {
      await request(`http://${host}:${port}/plain`, { dispatcher: unguarded, signal: AbortSignal.timeout(500) }).then(
        ({ body }) => body.dump(),
        () => null,
      );
    }
    await unguarded.destroy();
    expect(hits.length).toBeGreaterThan(15);
  });

  it.each([
    ['http://127.0.0.1:22/', 'outbound.blocked', { reason: 'port' }],
    ['https://example.test:8443/', 'outbound.blocked', { reason: 'port' }],
    ['http://u:p@example.test/', 'outbound.bad_url', { reason: 'credentials' }],
    ['http://example.test@127.0.0.1/', 'outbound.bad_url', { reason: 'credentials' }],
    ['file:///etc/passwd', 'outbound.bad_url', { reason: 'scheme' }],
    ['gopher://127.0.0.1/', 'outbound.bad_url', { reason: 'scheme' }],
    ['data:text/plain,x', 'outbound.bad_url', { reason: 'scheme' }],
    ['//example.test/', 'outbound.bad_url', { reason: 'syntax' }],
    ['http://[fe80::1%25eth0]/', 'outbound.bad_url', { reason: 'syntax' }],
    ['', 'outbound.bad_url', { reason: 'syntax' }],
    [`http://example.test/${'x'.repeat(2048)}`, 'outbound.bad_url', { reason: 'length' }],
  ])('%s: %s', async (url, code, details) => {
    await expect(new OutboundClient().fetch(url, LIMIT)).rejects.toEqual(fails(code, details));
  });

  it('a name is asked for once a connection, and its answer is the one that is checked', async () => {
    let asked = 0;
    const turning = async () => [{ address: asked++ === 0 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
    const fetcher = client({ resolveName: turning });
    for (let n = 0; n < 3; n++)
      await expect(fetcher.fetch(`http://turn.test:${port}/`, LIMIT)).rejects.toEqual(fails('outbound.blocked'));
    expect([asked, hits]).toEqual([3, []]);
  });

  it('public ones are told from all others', () => {
    expect(['93.184.215.14', '8.8.8.8', '2606:4700::1111', '2a01:e0a::1'].map(isPublicAddress)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(
      ['', 'x', '127.0.0.1', '::1', 'fe80::1%eth0', '::ffff:8.8.8.8', '64:ff9b::808:808'].filter(isPublicAddress),
    ).toEqual([]);
  });
});
