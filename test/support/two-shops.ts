import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { ApiTokens, Memberships, newSecret, People, secretHash, Sessions, SignInLinks } from '#libs/accounts';
import { Sleep } from '#libs/care';
import { newId } from '#libs/kernel';
import { type OrderDetails, Orders, OrdersModule } from '#libs/orders';
import { PickupModule } from '#libs/pickup';
import { RoundsModule } from '#libs/rounds';
import { mediaKey, MEDIA_STORE, type MediaStore, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { createDevice } from './push-device.js';
import type { Ids } from './shop-ids.js';
import { createShop, createVariant, FIRST_SLOT, orderOf, type OrderRig } from './order-shop.js';
import { roundIds } from './round-shops.js';
import {
  EXCEPTION_SQL,
  FAILED_PHOTO_SQL,
  IMPORT_SQL,
  INVITATION_SQL,
  ASSISTANCE_SQL,
  DECISION_SQL,
  PASSKEY_SQL,
  PHOTO_SQL,
} from './two-shops.sql.js';
import { fillInitiative, freshRows } from './two-initiatives.js';
import { type TestWeb } from './web.js';

/** Words that stand nowhere else. The open ones are on public pages, the secret ones on no page but the shop's own. */
export interface Canaries {
  open: string;
  secret: string;
}

export interface TestShop {
  shopId: string;
  slug: string;
  ids: Ids;
  canaries: Canaries;
  personId: string;
  agentId: string;
}

/** Two or more shops with everything a shop has, and what seeds them. */
export interface ShopsRig extends OrderRig {
  web: TestWeb;
  shops: TestShop[];
}

class SeedModule {}

/** Fills the web application's database; `names` become slugs and canaries. */
export async function shopsRig(web: TestWeb, names: string[]): Promise<ShopsRig> {
  const imports = [PlatformModule.forRoot(web.settings), TenancyModule, PickupModule, OrdersModule, RoundsModule];
  const app = await NestFactory.createApplicationContext({ module: SeedModule, imports }, { logger: ['error'] });
  const admin = new pg.Client({ connectionString: web.database.adminUrl });
  await admin.connect();
  const close = async (): Promise<void> => {
    await admin.end();
    await app.close();
    await web.close();
  };
  const module = app as OrderRig['module'];
  const rig: ShopsRig = { web, module, tenancy: app.get(Tenancy), admin, database: web.database, close, shops: [] };
  for (const name of names) rig.shops.push(await fillShop(rig, name));
  return rig;
}

async function fillShop(rig: ShopsRig, name: string): Promise<TestShop> {
  const canaries = { open: `Ouvert${name}zyx`, secret: `Secret${name}xyz` };
  const slug = `boutique-${name}`;
  const shopId = await createShop(rig, { slug });
  const order = await fillShelves(rig, shopId, canaries);
  const accounts = await openAccounts(rig, { name, shopId, canaries });
  const { agentId, ...owner } = accounts;
  const files = await fillFiles(rig, { shopId, order, canaries });
  const region = await fillInitiative(rig, { name, shopId, agentId, canaries });
  const deviceId = await createDevice(rig.admin, {
    shopId,
    personId: owner.personId,
    name: `Mobile ${canaries.secret}`,
  });
  const ids: Ids = {
    deviceId,
    shopId,
    slug,
    orderId: order.orderId,
    orderToken: order.token,
    orderNumber: `${name.slice(0, 2).toUpperCase()}-7${slug.length}31`,
    pickupCode: order.pickupCode,
    variantId: order.lines[0]!.variantId,
    productId: order.lines[0]!.productId,
    ...(await roundIds(rig, { shopId, slug, variantId: order.lines[0]!.variantId })),
    ...files,
    ...owner,
    ...region,
  };
  await rig.admin.query('update shop_order set number = $3 where shop_id = $1 and order_id = $2', [
    shopId,
    ids.orderId,
    ids.orderNumber,
  ]);
  return { shopId, slug, ids, canaries, personId: owner.personId, agentId };
}

/** One product that everybody sees, and its order that the shop alone sees. */
async function fillShelves(rig: ShopsRig, shopId: string, { open, secret }: Canaries): Promise<OrderDetails> {
  const variantId = await createVariant(rig, shopId, { name: `Rose ${open}`, onHand: 1000 });
  return placeOrder(rig, { shopId, variantId, secret });
}

/** Another product and another order, for what a request uses up. */
export async function freshMaterial(rig: ShopsRig, shop: TestShop): Promise<Partial<Ids>> {
  const { open, secret } = shop.canaries;
  const { shopId } = shop;
  await rig.admin.query('update shop set slot_capacity = 900 where shop_id = $1', [shopId]);
  await rig.admin.query('update pickup_slot set capacity = 900 where shop_id = $1', [shopId]);
  const variantId = await createVariant(rig, shopId, { name: `Tulipe ${open}`, onHand: 10 });
  const order = await placeOrder(rig, { shopId, variantId, secret });
  const files = await fillFiles(rig, { shopId, order, canaries: shop.canaries });
  const signInToken = (await accountsOf(rig.web.app).links.issue(shop.personId)).split('/').at(-1)!;
  const invitation = await fillInvitation(rig, { shopId, personId: shop.personId, secret });
  const { orderId, token: orderToken, pickupCode, lines } = order;
  const deviceId = await createDevice(rig.admin, { shopId, personId: shop.personId, name: `Mobile ${secret}` });
  return {
    ...files,
    ...(await freshRows(rig, { ...shop.ids, shopId, secret })),
    deviceId,
    ...invitation,
    signInToken,
    orderId,
    orderToken,
    pickupCode,
    variantId,
    productId: lines[0]!.productId,
    ...(await roundIds(rig, { shopId, slug: shop.slug, variantId })),
  };
}

async function placeOrder(
  rig: ShopsRig,
  { shopId, variantId, secret }: { shopId: string; variantId: string; secret: string },
): Promise<OrderDetails> {
  const customer = { name: `Anne ${secret}`, email: `${secret.toLowerCase()}@example.fr`, phone: '06 12 34 56 78' };
  const input = orderOf([variantId], { customer, note: `Note ${secret}`, slotId: FIRST_SLOT });
  const { order } = await asShop(shopId, () => rig.module.get(Orders, { strict: false }).place(input, newId()));
  return order;
}

interface Filled {
  shopId: string;
  order: OrderDetails;
  canaries: Canaries;
}

type FileIds = Pick<
  Ids,
  'handle' | 'hiddenHandle' | 'photoId' | 'failedPhotoId' | 'mediaKey' | 'importId' | 'exceptionDay'
>;

/** A photo with its file, a product import, an exception of the hours, and a product that is not published. */
async function fillFiles(rig: ShopsRig, { shopId, order, canaries: { open, secret } }: Filled): Promise<FileIds> {
  const [photoId, failedPhotoId, importId] = [newId(), newId(), newId()];
  const { productId } = order.lines[0]!;
  const at = rig.shops.findIndex((shop) => shop.shopId === shopId);
  const day = (at < 0 ? rig.shops.length : at) * 7;
  const hidden = await createVariant(rig, shopId, { name: `Brouillon ${secret}`, published: false });
  await rig.admin.query(PHOTO_SQL, [shopId, photoId, productId, `Photo ${open}`]);
  await rig.admin.query(FAILED_PHOTO_SQL, [shopId, failedPhotoId, productId, `Photo ${open}`]);
  await rig.admin.query(IMPORT_SQL, [shopId, importId, `${secret}.csv`]);
  await rig.admin.query(EXCEPTION_SQL, [shopId, day, `Fermé ${open}`]);
  const { rows } = await rig.admin.query<{ handle: string; hidden: string; day: string }>(
    `select (select handle from product where shop_id = $1 and product_id = $2),
       (select handle from product join variant using (shop_id, product_id) where shop_id = $1 and variant_id = $3) as hidden,
       (date '2027-01-01' + $4::int)::text as day`,
    [shopId, productId, hidden, day],
  );
  const key = mediaKey(shopId, photoId, 400, 'webp');
  const media = rig.module.get<MediaStore>(MEDIA_STORE, { strict: false });
  await media.put(key, Buffer.from(`RIFF ${open}`), 'image/webp');
  await media.put(`imports/${importId}/0000`, Buffer.from('Titre;Prix\nRose;3\n'), 'application/octet-stream');
  const { handle, hidden: hiddenHandle, day: exceptionDay } = rows[0]!;
  return { photoId, failedPhotoId, mediaKey: key, importId, handle, hiddenHandle, exceptionDay };
}

type AccountIds = Pick<Ids, 'personId' | 'email' | 'sessionId' | 'tokenId' | 'membershipId' | 'signInToken'> & TeamIds;

type TeamIds = Pick<
  Ids,
  'invitationId' | 'invitationToken' | 'passkeyId' | 'assistanceId' | 'decisionId' | 'stockToken' | 'customerLink'
>;

/** Somebody invited, and a device of whoever invites. */
async function fillInvitation(
  rig: ShopsRig,
  { shopId, personId, secret }: { shopId: string; personId: string; secret: string },
): Promise<TeamIds> {
  const [invitationId, invitationToken, passkeyId] = [newId(), newSecret(), newSecret()];
  const [assistanceId, decisionId] = [newId(), newId()];
  const email = `${secret.toLowerCase()}-${invitationId}@example.fr`;
  await rig.admin.query(INVITATION_SQL, [invitationId, shopId, email, personId, secretHash(invitationToken)]);
  await rig.admin.query(ASSISTANCE_SQL, [shopId, assistanceId, `Aide ${secret}`]);
  await rig.admin.query(DECISION_SQL, [shopId, decisionId, `Retrait ${secret}`]);
  const nudgedAt = new Date().toISOString();
  await rig.admin.query(
    `update shop set nudged_at = $2, order_relay = 'slip', relay_phone = '0247000000' where shop_id = $1`,
    [shopId, nudgedAt],
  );
  const stockToken = rig.web.app.get(Sleep, { strict: false }).token(shopId, nudgedAt);
  await rig.admin.query(PASSKEY_SQL, [passkeyId, personId, `Telephone ${secret}`]);
  const customerLink = newSecret();
  await rig.admin.query(
    `insert into customer_link (token_hash, email, expires_at) values ($1, $2, now() + interval '10 minutes')`,
    [secretHash(customerLink), `${secret.toLowerCase()}@example.fr`],
  );
  return { invitationId, invitationToken, passkeyId, assistanceId, decisionId, stockToken, customerLink };
}

async function openAccounts(
  rig: ShopsRig,
  { name, shopId, canaries: { secret } }: { name: string; shopId: string; canaries: Canaries },
): Promise<AccountIds & { agentId: string }> {
  const services = accountsOf(rig.web.app);
  const owner = await services.people.ensure({ email: `patronne-${name}@example.fr`, name: `Patronne ${secret}` });
  const agent = await services.people.ensure({ email: `agente-${name}@example.fr`, name: `Agente ${secret}` });
  await services.memberships.grant(owner.personId, { role: 'owner', shopId, initiativeId: null });
  await services.sessions.open(owner.personId, { userAgent: `Navigateur ${secret}` });
  await services.tokens.create(owner.personId, { label: `Caisse ${secret}`, shopId });
  const signInToken = (await services.links.issue(owner.personId)).split('/').at(-1)!;
  const { rows } = await rig.admin.query<{ session_id: string; token_id: string; membership_id: string }>(
    `select (select id_hash from session where person_id = $1) as session_id,
       (select token_hash from api_token where person_id = $1) as token_id,
       (select membership_id from membership where person_id = $1) as membership_id`,
    [owner.personId],
  );
  const { session_id: sessionId, token_id: tokenId, membership_id: membershipId } = rows[0]!;
  const { personId, email } = owner;
  const team = await fillInvitation(rig, { shopId, personId, secret });
  return { personId, email, sessionId, tokenId, membershipId, signInToken, ...team, agentId: agent.personId };
}

/** The web application's own account services. */
export const accountsOf = (app: INestApplicationContext) => ({
  people: app.get(People, { strict: false }),
  memberships: app.get(Memberships, { strict: false }),
  sessions: app.get(Sessions, { strict: false }),
  tokens: app.get(ApiTokens, { strict: false }),
  links: app.get(SignInLinks, { strict: false }),
});
