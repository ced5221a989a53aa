import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadSettings, PlatformModule } from '#libs/platform';
import { MemoryFeed, Search, SearchModule } from '#libs/search';
import { TenancyModule } from '#libs/tenancy';
import { benchDatabase } from './search/bench-database.js';
import { MemoryEngine } from '../../libs/search/src/memory/memory-engine.service.js';
import { queries } from './search.queries.js';
class M {}
const database = await benchDatabase('search_6000_100');
const settings = loadSettings({
  DATABASE_URL: database.adminUrl,
  APP_SECRET: 'a secret of the bench',
  DATABASE_POOL: '8',
});
const app = await NestFactory.createApplicationContext(
  { module: M, imports: [PlatformModule.forRoot(settings), TenancyModule, SearchModule] },
  { logger: ['error'] },
);
await app.get(MemoryFeed).start();
const e = app.get(MemoryEngine, { strict: false }) as any;
const t: any = {};
for (const name of ['page', 'countRows', 'wordFacts']) {
  const f = e[name].bind(e);
  e[name] = (...a: any[]) => {
    const b = performance.now();
    const r = f(...a);
    const c = performance.now() - b;
    t[name] ??= { n: 0, ms: 0 };
    t[name].n++;
    t[name].ms += c;
    return r;
  };
}
const search = app.get(Search);
for (const [name, asked] of Object.entries(queries())) {
  for (let pass = 0; pass < 2; pass++) {
    for (const k of Object.keys(t)) delete t[k];
    const b = performance.now();
    let total = 0;
    const cpu = process.cpuUsage();
    for (const q of asked.slice(0, 100)) total += (await search.search(q)).total;
    const n = Math.min(100, asked.length);
    const c = process.cpuUsage(cpu);
    if (pass)
      console.log(
        name.padEnd(26),
        'ms',
        ((performance.now() - b) / n).toFixed(2),
        'cpu',
        ((c.user + c.system) / 1000 / n).toFixed(2),
        'matches',
        (total / n).toFixed(0),
        Object.entries(t)
          .map(([k, v]: any) => `${k} ${(v.n / n).toFixed(1)}x ${(v.ms / v.n).toFixed(2)}ms`)
          .join('  '),
      );
  }
}
await app.close();
await database.stop();
