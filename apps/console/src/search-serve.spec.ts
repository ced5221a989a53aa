import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Test, type TestingModule } from '@nestjs/testing';
import { loadSettings, PlatformModule } from '#libs/platform';
import { endOfDay, Search, type SearchQuery, SearchModule } from '#libs/search';
import { TenancyModule } from '#libs/tenancy';
import { SearchRegion } from '../../../test/support/search-region.js';
import { serveEngine } from './search-serve.command.js';

const QUESTIONS: SearchQuery[] = [
  { q: 'rose' },
  { q: 'rose loches' },
  { q: 'chausure noire' },
  { q: 'orch' },
  { q: '', commune: '18033', radiusKm: 20 },
  { q: 'bracelet', collectableBefore: endOfDay(3) },
  { q: 'xylophone géant' },
  { q: '', sort: 'price', perPage: 3, page: 2 },
];

describe('an engine behind SEARCH_URL', () => {
  let region: SearchRegion;
  let server: Server;
  let client: TestingModule;

  beforeAll(async () => {
    region = await SearchRegion.open();
    server = await serveEngine(region.module);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = await clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }, 60_000);

  afterAll(async () => {
    server.close();
    await client.close();
    await region.close();
  });

  async function clientOf(url: string): Promise<TestingModule> {
    const env = { DATABASE_URL: region.databaseUrl, APP_SECRET: 'a secret of the test', SEARCH_URL: url };
    const imports = [PlatformModule.forRoot(loadSettings(env)), TenancyModule, SearchModule];
    const module = await Test.createTestingModule({ imports }).compile();
    return module.init();
  }

  const ask = (module: TestingModule) => Promise.all(QUESTIONS.map((query) => module.get(Search).search(query)));

  it('answers as the one in the process does', async () => {
    let asked = 0;
    server.on('request', () => asked++);
    expect(await ask(client)).toEqual(await ask(region.module));
    expect(asked).toBeGreaterThan(QUESTIONS.length);
  });

  it('answers nobody without the token', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const post = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(url + path, { method: 'POST', body: '{}', headers })).status;
    expect(await post('/page')).toBe(401);
    expect(await post('/page', { authorization: 'Bearer other' })).toBe(401);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('is missed by nobody while it is away: the database answers', async () => {
    const lost = await clientOf('http://127.0.0.1:9');
    const found = await ask(lost);
    const known = await ask(region.module);
    expect(found.map(({ results }) => results.map(({ id }) => id))).toEqual(
      known.map(({ results }) => results.map(({ id }) => id)),
    );
    await lost.close();
  });
});
