import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { type ParsedMail, simpleParser } from 'mailparser';
import pg from 'pg';
import { DEMO_CAST, type DemoShop } from '../../apps/console/src/demo/cast.js';
import { seedDemo } from '../../apps/console/src/seed-demo.js';
import { createWebApp } from '../../apps/web/src/http/web-app.js';
import { WebModule } from '../../apps/web/src/web.module.js';
import { JobRunner } from '../../apps/worker/src/job-runner.js';
import { loadSettings } from '#libs/platform';
import { testDatabase } from './database.js';
import { freePort } from './free-port.js';

/** Web and worker over a database of their own, listening at a free port, with a part of the demo in it. */
export interface LiveSite {
  /** `http://fleurs-martin.localhost:41234/panier`; no name means the portal. */
  url(name: string | null, address?: string): string;
  /** Services of the libs. */
  app: INestApplicationContext;
  /** The first mail to this address whose subject matches, waited for. */
  mailTo(email: string, subject: RegExp): Promise<ParsedMail>;
  close(): Promise<void>;
}

/** One process is enough for a test: the jobs run beside the pages. */
class WebAndWorker {}

/** Fleurs Martin with her first `products`. */
export const fleursMartin = (products: number): DemoShop => ({
  ...DEMO_CAST[0]!,
  products: DEMO_CAST[0]!.products.slice(0, products),
});

export async function liveSite(cast: DemoShop[]): Promise<LiveSite> {
  const database = await testDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'devanture-live-'));
  const port = await freePort();
  const settings = loadSettings({
    DATABASE_URL: database.adminUrl,
    APP_SECRET: 'a secret of the test',
    DATABASE_POOL: '5',
    DATA_DIR: dataDir,
    PORT: String(port),
    DEMO: '1',
    SMS_URL: 'https://sms.example/messages',
  });
  const imports = [WebModule.forRoot(settings), DiscoveryModule];
  const app = await createWebApp({ module: WebAndWorker, imports, providers: [JobRunner] }, settings);
  await seedDemo(app, cast);
  await app.get(JobRunner).start();
  await untilIdle(database.adminUrl);
  await app.listen({ port, host: '127.0.0.1' });
  return {
    url: (name, address = '/') => `http://${name === null ? '' : `${name}.`}localhost:${port}${address}`,
    app,
    mailTo: (email, subject) => waitForMail(path.join(dataDir, 'mail'), email, subject),
    close: async () => {
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Until no job is due: what the demo left to do later, some of it due at once where a spec stops the clock, is done. */
async function untilIdle(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (let tries = 0; tries < 600; tries++) {
    const { rowCount } = await client.query(
      'select from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts limit 1',
    );
    if (rowCount === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await client.end();
}

async function waitForMail(folder: string, email: string, subject: RegExp): Promise<ParsedMail> {
  for (let tries = 0; tries < 450; tries++) {
    for (const file of await readdir(folder).catch(() => [])) {
      if (!file.endsWith('.eml')) continue;
      const mail = await simpleParser(await readFile(path.join(folder, file)));
      const to = [mail.to].flat().flatMap((addresses) => addresses?.value ?? []);
      if (to.some(({ address }) => address === email) && subject.test(mail.subject ?? '')) return mail;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No mail to ${email} about ${String(subject)}`);
}
