import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createWebApp } from '../../apps/web/src/http/web-app.js';
import { WebModule } from '../../apps/web/src/web.module.js';
import { loadSettings, type Settings } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { type TestDatabase, testDatabase } from './database.js';

export interface TestWeb {
  app: NestFastifyApplication;
  tenancy: Tenancy;
  settings: Settings;
  database: TestDatabase;
  close(): Promise<void>;
}

/** Where a spec's own controllers go. */
class WithControllers {}

/** The whole web application (and `modules` beside it) over a database of its own, at `devanture.test:8080` and without a port to listen on. */
export async function testWeb(
  env: Record<string, string> = {},
  controllers: Type[] = [],
  modules: Type[] = [],
): Promise<TestWeb> {
  const database = await testDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'devanture-web-'));
  const settings = loadSettings({
    DATABASE_URL: database.adminUrl,
    APP_SECRET: 'a secret of the test',
    BASE_DOMAIN: 'devanture.localhost',
    DATABASE_POOL: '5',
    DATA_DIR: dataDir,
    ...env,
  });
  const clean = async () => {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const web = { module: WithControllers, imports: [WebModule.forRoot(settings), ...modules], controllers };
  const app = await createWebApp(web, settings).catch(async (error: unknown) => {
    await clean();
    throw error;
  });
  const close = () => app.close().then(clean);
  return { app, tenancy: app.get(Tenancy), settings, database, close };
}
