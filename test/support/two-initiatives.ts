import { Memberships } from '#libs/accounts';
import { newId } from '#libs/kernel';
import { ModerationLinks } from '#libs/moderation';
import { MEDIA_STORE, type MediaStore } from '#libs/platform';
import { drawLogo } from './drawn-logo.js';
import { createShop } from './order-shop.js';
import type { Ids } from './shop-ids.js';
import type { Canaries, ShopsRig } from './two-shops.js';
import {
  CLAIM_SQL,
  FEED_SQL,
  FIRST_PRODUCTS_SQL,
  MERCHANT_IMPORT_SQL,
  PLACES_SQL,
  REPORT_SQL,
  WAITING_SQL,
} from './two-shops.sql.js';

interface Federated {
  name: string;
  shopId: string;
  agentId: string;
  canaries: Canaries;
}

type FeedIds = Pick<Ids, 'feedId' | 'matchId'>;
type FreshIds = FeedIds & Pick<Ids, 'firstProductsId' | 'reportLink'>;
type RegionIds = FreshIds &
  Pick<Ids, 'waitingShopId' | 'initiativeId' | 'initiativeSlug' | 'merchantImportId' | 'batchId'>;

/** A feed that waits for a confirmation, and two places of it that look alike. */
async function fillFeed(rig: ShopsRig, of: { initiativeId: string; secret: string }): Promise<FeedIds> {
  const [feedId, left, right] = [newId(), ...[newId(), newId()].sort()] as [string, string, string];
  await rig.admin.query(FEED_SQL, [of.initiativeId, feedId, of.secret]);
  await rig.admin.query(PLACES_SQL, [feedId, left, right, of.secret]);
  return { feedId, matchId: `${left}.${right}` };
}

/** What one request uses up: a feed, a file of first products, a report. */
export async function freshRows(
  rig: ShopsRig,
  of: { initiativeId: string; waitingShopId: string; shopId: string; secret: string },
): Promise<FreshIds> {
  const firstProductsId = newId();
  await rig.admin.query(FIRST_PRODUCTS_SQL, [of.initiativeId, firstProductsId, of.waitingShopId, of.secret]);
  return { firstProductsId, reportLink: await fillReport(rig, of), ...(await fillFeed(rig, of)) };
}

/** What the region and an initiative have of one shop. */
export async function fillInitiative(
  rig: ShopsRig,
  { name, shopId, agentId, canaries }: Federated,
): Promise<RegionIds> {
  const [initiativeId, merchantImportId, batchId, initiativeSlug] = [newId(), newId(), newId(), `chambre-${name}`];
  await rig.admin.query(`insert into initiative (initiative_id, slug, name, kind) values ($1, $2, $3, 'chamber')`, [
    initiativeId,
    initiativeSlug,
    `Chambre ${canaries.open}`,
  ]);
  await drawLogo(rig.web, initiativeId);
  await rig.admin.query('update shop set initiative_id = $2, name = $3 where shop_id = $1', [
    shopId,
    initiativeId,
    `Fleurs ${canaries.open}`,
  ]);
  await rig.admin.query(MERCHANT_IMPORT_SQL, [initiativeId, merchantImportId, `${canaries.secret}-sirene.csv`]);
  const media = rig.web.app.get<MediaStore>(MEDIA_STORE, { strict: false });
  await media.put(`imports/${merchantImportId}/0000`, Buffer.from('Nom;Ville\n'), 'application/octet-stream');
  const memberships = rig.web.app.get(Memberships, { strict: false });
  await memberships.grant(agentId, { role: 'initiative_agent', shopId: null, initiativeId });
  const waitingShopId = await createShop(rig, { slug: `attente-${name}`, state: 'provisioned' });
  await rig.admin.query(WAITING_SQL, [waitingShopId, initiativeId, batchId]);
  await rig.admin.query(CLAIM_SQL, [waitingShopId, newId(), agentId, `Gérante ${canaries.secret}`]);
  const rows = await freshRows(rig, { initiativeId, waitingShopId, shopId, secret: canaries.secret });
  return { waitingShopId, initiativeId, merchantImportId, batchId, initiativeSlug, ...rows };
}

/** A report that the region dismissed: whoever sent it follows it by its link. */
async function fillReport(rig: ShopsRig, { shopId, secret }: { shopId: string; secret: string }): Promise<string> {
  const reportId = newId();
  await rig.admin.query(REPORT_SQL, [shopId, reportId, `Signalement ${secret}`]);
  const { url } = rig.web.app.get(ModerationLinks, { strict: false }).report(reportId);
  return url.split('/').at(-1)!;
}
