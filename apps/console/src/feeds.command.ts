import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { Feeds, FEED_KINDS, type FeedInput, feedInput, FeedSyncer, type SyncReport } from '#libs/federation';
import { Initiatives } from '#libs/imports';
import { AppError } from '#libs/kernel';
import { RefusedError } from './refused-error.js';
import { UsageError } from './usage-error.js';
import { withApp } from './with-app.js';

interface AddFlags {
  initiative: string;
  kind: string;
  name?: string;
  site?: string;
  commune?: string;
  trade?: string;
  json?: boolean;
}

export function addFeeds(feeds: Command): void {
  feeds
    .command('add <url>')
    .description(`An address that an initiative publishes. Kinds: ${FEED_KINDS.join(', ')}.`)
    .requiredOption('--initiative <slug>', 'whose it is')
    .requiredOption(
      '--kind <kind>',
      'products (Google Merchant XML, TSV, CSV), shops (CSV), geojson, json-ld (by sitemap) or dfc',
    )
    .option('--name <name>', 'as it is shown; the host name unless told')
    .option('--site <url>', 'where an entry without an address of its own leads')
    .option('--commune <insee>', 'of the one shop whose products it lists')
    .option('--trade <code>', 'of that shop')
    .option('--json', 'one JSON object on standard output')
    .action(async (url: string, flags: AddFlags) => {
      const { name, site: siteUrl, commune: communeInsee, trade } = flags;
      const input = feedInput.safeParse({ url, kind: flags.kind, name, siteUrl, communeInsee, trade });
      if (!input.success) {
        const fields = input.error.issues.map(({ path }) => path.join('.')).join(', ');
        throw new UsageError(
          `Not usable: ${fields}. Kinds are ${FEED_KINDS.join(', ')}; addresses begin with http:// or https://.`,
        );
      }
      const feed = await withApp((app) => add(app, flags.initiative, input.data));
      console.log(flags.json ? JSON.stringify(feed) : feed.feedId);
    });
  feeds
    .command('sync [id]')
    .description('Fetch one feed, or all of them, now.')
    .option('--accept', 'believe a content that lost a great part of its entries')
    .option('--json', 'one JSON object on standard output')
    .action(async (id: string | undefined, { accept = false, json = false }: { accept?: boolean; json?: boolean }) => {
      const reports = await withApp((app) => sync(app, id, accept));
      if (json) console.log(JSON.stringify({ feeds: reports }));
      else for (const report of reports) console.log(line(report));
      const failed = reports.filter(({ outcome }) => outcome === 'failed');
      if (failed.length > 0)
        throw new RefusedError(failed.map((each) => `${each.feedId}: ${each.problem?.code}`).join('\n'));
    });
}

async function add(app: INestApplicationContext, slug: string, input: FeedInput) {
  const initiative = await app.get(Initiatives, { strict: false }).bySlug(slug);
  if (!initiative) throw new RefusedError(`No initiative is called ${slug}.`);
  const feeds = app.get(Feeds, { strict: false });
  return feeds.add(initiative.initiativeId, input, null).catch(refused);
}

async function sync(app: INestApplicationContext, id: string | undefined, accepts: boolean): Promise<SyncReport[]> {
  const feeds = app.get(Feeds, { strict: false });
  const chosen = id === undefined ? await feeds.list('region') : [await feeds.get(id, 'region').catch(refused)];
  const reports: SyncReport[] = [];
  for (const { feedId } of chosen)
    reports.push(await app.get(FeedSyncer, { strict: false }).sync(feedId, { accepts }).catch(refused));
  return reports;
}

const line = ({ feedId, outcome, read, created, updated, gone, refused: bad }: SyncReport): string =>
  `${feedId} ${outcome}: ${read} read, ${created} new, ${updated} changed, ${gone} gone, ${bad} refused`;

function refused(error: unknown): never {
  if (error instanceof AppError) throw new RefusedError(error.code);
  throw error;
}
