// How often the wanted product is among the first three: CORPUS_DIR=... npm run bench -- relevance [shops]; VERBOSE=1 lists what was missed
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadSettings, PlatformModule } from '#libs/platform';
import { MemoryFeed, Search, SearchModule } from '#libs/search';
import { TenancyModule } from '#libs/tenancy';
import { startTestCluster } from '../support/cluster.js';
import { fillShops } from './relevance/fill-shops.js';
import { Judge, type Verdict } from './relevance/judge.js';
import { makeMistakes } from './relevance/mistakes.js';
import { type Question, readQuestions, readTitles } from './relevance/titles.js';

const CORPUS = process.env['CORPUS_DIR'];
const SHOPS = Number(process.argv[2] ?? 20);
const HOLD_OUT = { questions: 200, seed: 4242 };

class BenchModule {}

const percent = (verdicts: Verdict[], is: (verdict: Verdict) => boolean): string =>
  verdicts.length === 0 ? '-' : `${((100 * verdicts.filter(is).length) / verdicts.length).toFixed(1)} %`;

function line(name: string, verdicts: Verdict[]): void {
  const decidable = verdicts.filter(({ isDecidable }) => isDecidable);
  const cells = [
    String(verdicts.length),
    percent(verdicts, ({ isFound }) => isFound),
    String(decidable.length),
    percent(decidable, ({ isFound }) => isFound),
    percent(verdicts, ({ isFitting }) => isFitting),
  ];
  console.log(name.padEnd(22) + cells.map((cell) => cell.padStart(12)).join(''));
}

async function ask(search: Search, judge: Judge, questions: Question[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const question of questions) {
    const { results } = await search.search({ q: question.query, kind: 'product', perPage: 10 });
    verdicts.push(
      judge.judge(
        question,
        results.map(({ title }) => title),
      ),
    );
  }
  return verdicts;
}

function report(title: string, verdicts: Verdict[]): void {
  console.log(`\n${title.padEnd(22)}           n  first three   decidable  first three  first fits`);
  const kinds = [...new Set(verdicts.map(({ question }) => question.kind))];
  for (const kind of kinds)
    line(
      kind,
      verdicts.filter(({ question }) => question.kind === kind),
    );
  line('all', verdicts);
  if (process.env['VERBOSE'] !== '1') return;
  for (const { question, found, isFound, isDecidable } of verdicts)
    if (!isFound)
      console.log(
        `${isDecidable ? '!' : '?'} ${question.kind}: ${question.query} -> ${question.wanted} | ${found.slice(0, 3).join(' / ')}`,
      );
}

async function bench(corpus: string): Promise<void> {
  const cluster = await startTestCluster();
  const { adminUrl } = await cluster.create();
  const settings = loadSettings({ DATABASE_URL: adminUrl, APP_SECRET: 'a secret of the bench', DATABASE_POOL: '4' });
  const imports = [PlatformModule.forRoot(settings), TenancyModule, SearchModule];
  const app = await NestFactory.createApplicationContext({ module: BenchModule, imports }, { logger: ['error'] });
  try {
    const titles = readTitles(corpus);
    await fillShops(app, titles, SHOPS);
    const judge = new Judge(titles.map(({ name }) => name));
    const questions = readQuestions(corpus);
    const used = new Set(questions.map(({ wanted }) => wanted));
    console.log(`${titles.length} products in ${SHOPS} shops`);
    if (process.env['ENGINES'] !== 'database') await app.get(MemoryFeed).start();
    report('the list', await ask(app.get(Search), judge, questions));
    const holdOut = makeMistakes(titles, used, HOLD_OUT.questions, HOLD_OUT.seed);
    report('hold-out of mistakes', await ask(app.get(Search), judge, holdOut));
  } finally {
    await app.close();
    await cluster.stop();
  }
}

if (CORPUS) await bench(CORPUS);
else
  console.log(
    'CORPUS_DIR names the folder whose vocabulary/ holds the titles and the questions: nothing to measure without it.',
  );
