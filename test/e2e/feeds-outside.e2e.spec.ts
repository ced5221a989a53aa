import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '#libs/kernel';
import { Random } from '../../apps/console/src/scale/random.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { FeedSite } from '../support/feed-site.js';
import { freePort } from '../support/free-port.js';
import { RealPrograms } from '../support/real-programs.js';

const SEED = Number(process.env['FEED_SEED'] ?? Date.now() % 1_000_000);
const MINUTE = 60_000;
const CATALOGUES = path.join(process.env['CORPUS_DIR'] ?? '', 'catalogues');
/** Google feeds of the corpus, whatever they are called. */
const CORPUS = !process.env['CORPUS_DIR']
  ? []
  : (readdirSync(CATALOGUES, { recursive: true }) as string[]).filter((name) => {
      const file = path.join(CATALOGUES, name);
      return /\.xml$/i.test(name) && existsSync(file) && readFileSync(file, 'utf8').includes('base.google.com/ns/1.0');
    });

interface Invented {
  titles: string[];
  xml: string;
}

/** A Google Merchant feed that nobody has seen: its words come from the seed. */
function inventFeed(random: Random): Invented {
  const syllables = ['bra', 'lou', 'ti', 'mel', 'go', 'vir', 'pa', 'né', 'sol', 'kar'];
  const word = (): string => Array.from({ length: 4 }, () => random.pick(syllables)).join('');
  const titles = Array.from({ length: 40 }, () => `Lampe ${word()} ${word()}`);
  const items = titles.map(
    (title, i) =>
      `<item><g:id>${i}</g:id><title>${title}</title><link>https://shop.example/p/${i}</link><g:price>${10 + i}.50 EUR</g:price><g:availability>in_stock</g:availability></item>`,
  );
  const xml = `<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>x</title>${items.join('')}</channel></rss>`;
  return { titles, xml };
}

/** Of a feed of the corpus the first product that has a title of its own. */
function firstTitle(xml: string): string {
  const item = /<(?:item|entry)\b[\s\S]*?<\/(?:item|entry)>/.exec(xml)?.[0] ?? '';
  return (/<(?:g:)?title>(?:<!\[CDATA\[)?([^<\]]+)/.exec(item)?.[1] ?? '').replace(/&amp;/g, '&').trim();
}

describe(`feeds, judged from outside (FEED_SEED=${SEED})`, () => {
  let database: TestDatabase;
  let site: FeedSite;
  let programs: RealPrograms;

  beforeAll(async () => {
    database = await testDatabase();
    const client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
    await client.query(
      `insert into initiative (initiative_id, slug, name, kind) values ($1, 'cci', 'CCI', 'chamber')`,
      [newId()],
    );
    await client.end();
    site = await FeedSite.open();
    programs = await RealPrograms.start(
      {
        DATABASE_URL: database.adminUrl,
        APP_SECRET: 'a secret of the test',
        DATABASE_POOL: '5',
        OUTBOUND_ALLOW: `127.0.0.1:${site.port}`,
      },
      await freePort(),
    );
  }, 2 * MINUTE);

  afterAll(async () => {
    await programs.close();
    await site.close();
    await database.drop();
  }, MINUTE);

  /** Milliseconds until the search has it; an exception after a minute. */
  async function foundAfter(title: string): Promise<number> {
    const begun = Date.now();
    for (;;) {
      const query = `/search?q=${encodeURIComponent(title)}&kind=listing`;
      const { body } = await programs.ask<{ results: { title: string }[] }>('GET', query);
      if (body.results.some((result) => result.title === title)) return Date.now() - begun;
      if (Date.now() - begun > MINUTE) throw new Error(`« ${title} » is not in the search after a minute`);
      await sleep(100);
    }
  }

  it(
    'brings a feed that nobody has seen into the search within a minute, by the worker alone, and asks for it again without a change',
    async () => {
      const { titles, xml } = inventFeed(new Random(SEED));
      const url = site.serve('/merchant.xml', xml, { headers: { etag: '"one"' } });
      await programs.console('feeds', 'add', url, '--initiative', 'cci', '--kind', 'products', '--commune', '37132');
      const waited = await foundAfter(titles.at(-1)!);
      console.log(`a new feed of 40 products was found after ${waited} ms`);
      expect(waited).toBeLessThan(MINUTE);
      await programs.console('feeds', 'sync');
      expect(site.asked.map(({ status }) => status)).toEqual([200, 304]);
    },
    3 * MINUTE,
  );

  it.each(CORPUS)(
    'brings %s of the corpus into the search within a minute',
    async (name) => {
      const xml = readFileSync(path.join(CATALOGUES, name), 'utf8');
      const url = site.serve(`/${encodeURIComponent(name)}`, xml);
      await programs.console('feeds', 'add', url, '--initiative', 'cci', '--kind', 'products', '--commune', '37132');
      expect(await foundAfter(firstTitle(xml))).toBeLessThan(MINUTE);
    },
    3 * MINUTE,
  );
});
