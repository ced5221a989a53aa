import { readFile } from 'node:fs/promises';
import { DEMO_CAST } from '../../apps/console/src/demo/cast.js';
import { seedDemo } from '../../apps/console/src/seed-demo.js';
import { previewToken } from '../../apps/web/src/http/look-preview.js';
import { Memberships, People } from '#libs/accounts';
import { AuditLog } from '#libs/audit';
import { Products } from '#libs/catalog';
import { Feeds } from '#libs/federation';
import { Initiatives, MerchantImports, ProductImports, FirstProductsFiles, FirstProductsJob } from '#libs/imports';
import { ClaimInvitations } from '#libs/invitations';
import { OrderBook } from '#libs/orders';
import { Claims, ShopDirectory, Shops } from '#libs/shops';
import { Invitations } from '#libs/team';
import { Rounds } from '#libs/rounds';
import { asShop } from '#libs/tenancy';
import { drawLogo } from './drawn-logo.js';
import { siretOf } from './sirets.js';
import { textFile } from './text-file.js';
import { moderated } from './tour-moderation.js';
import { type TestWeb, testWeb } from './web.js';

/** A demo region in which every page has something to show, at a port of its own. */
export interface TourSite {
  web: TestWeb;
  /** `http://fleurs-martin.devanture.localhost:8123/panier`; no name means the portal. */
  url(name: string | null, address?: string): string;
  /** An example of each path parameter, by audience and path up to it: `@gestion/commandes/:id`. */
  examples: Record<string, string>;
  /** What a page wants beyond its path, by audience and path. */
  queries: Record<string, string>;
  /** Routes whose example is refused, as it should be. */
  statuses: Record<string, number>;
  /** Addresses of shops by what they show. */
  shops: { waiting: string; claimed: string; withdrawn: string };
  imports: Record<'products' | 'refusedProducts' | 'merchants' | 'refusedMerchants', string>;
  orders: { placed: string; ready: string; finished: string };
}

export const NEWCOMER = 'neuf@demo.test';
export const UNION_AGENT = 'union@demo.test';
const PASSWORD = 'demo-devanture';
const REGISTER = [
  'siret;enseigne1Etablissement;activitePrincipaleEtablissement;codeCommuneEtablissement;libelleVoieEtablissement',
  ...['LA ROSE', 'AU FIL DU TEMPS', 'CHEZ PAULE', 'LE COIN DU LIVRE', 'LA BELLE VUE', 'ATELIER DES SOURCES'].map(
    (name, i) => `${siretOf(i + 1)};${name};47.76Z;37132;RUE DES LAVANDIERES`,
  ),
  `${siretOf(8)};LOIN;47.76Z;57463;RUE HAUTE`,
  '12345678900011;FAUX NUMERO;47.76Z;37132;RUE BASSE',
].join('\n');

export async function tourSite(port: number): Promise<TourSite> {
  const web = await testWeb({ PUBLIC_PORT: String(port), DEMO: '1', SMS_URL: 'https://sms.example/messages' });
  const get = <T>(type: abstract new (...args: never[]) => T): T => web.app.get(type, { strict: false });
  const cast = DEMO_CAST.map((shop) => ({ ...shop, products: shop.products.slice(0, 6) }));
  // On a busy machine a picture has been seen to take too long; what is there already stays.
  await seedDemo(web.app, cast).catch(() => seedDemo(web.app, cast));
  const martin = (await get(ShopDirectory).resolve('fleurs-martin'))!.shopId;
  await asShop(martin, () => get(Shops).update({ sendsTexts: true }));
  const merchants = await importMerchants(web);
  const { shopIds, ...shops } = await shopStates(web);
  const imports = { ...merchants, ...(await importProducts(web, martin)) };
  const { orders, token } = await asShop(martin, async () => ordersOf(get(OrderBook)));
  const { items } = await asShop(martin, () => get(Products).list({ perPage: 1 }));
  await fillJournal(web);
  await web.app.listen(port, '127.0.0.1');
  const moderation = await moderated(web, 'ferme-de-sologne');
  const examples = {
    '@shop/produits/:handle': items[0]!.handle,
    '@shop/commandes/:token': token,
    '@shop/panier/reprise/:token': 'un-panier-deja-arrive-',
    '@portal/panier/reprise/:token': 'un-panier-deja-arrive-',
    '@portal/tournees/:token': await roundToken(web, ['fleurs-martin', 'ferme-de-sologne']),
    '@portal/communes/:place': '37132-loches',
    '@portal/communes/:place/:trade': 'fleurs',
    '@portal/intercommunalites/:epci': '200071587-cc-loches-sud-touraine',
    '@portal/initiatives/:slug': 'cci',
    '@gestion/stock-a-jour/:shopId': shopIds.claimed,
    '@gestion/stock-a-jour/:shopId/:token': 'un-lien-recu-par-courriel',
    '@gestion/connexion/lien/:token': 'un-lien-recu-par-courriel',
    '@gestion/invitation/:token': await asShop(martin, () => invitationOf(web)),
    '@gestion/produits/:productId': items[0]!.productId,
    '@gestion/produits/imports/:importId': imports.products,
    '@gestion/commandes/:id': orders.placed,
    '@gestion/comptoir/:id': orders.ready,
    '@portal/signalement/suivi/:link': moderation.reportLink,
    '@portal/mes-commandes/ajout/:pass': 'un-passage-recu-de-la-boutique',
    '@portal/mes-commandes/connexion/:link': 'un-lien-recu-par-courriel',
    '@gestion/territoire/imports/:importId': imports.merchants,
    '@gestion/territoire/boutiques/:shopId': shopIds.waiting,
    '@gestion/territoire/aide/:shopId': shopIds.claimed,
    '@gestion/territoire/moderation/signalements/:reportId': moderation.reportId,
    '@gestion/territoire/moderation/retraits/:decisionId': moderation.decisionId,
    '@gestion/territoire/initiatives/:initiativeId': await chamberWithLogo(web),
    '@gestion/territoire/flux/:feedId': await feedWithAll(web),
    '@gestion/territoire/invitations/:batchId': await batchOf(web),
    '@gestion/territoire/premiers-produits/:fileId': await firstProductsOf(web),
  };
  const look = `?jeton=${previewToken(web.settings, martin)}`;
  const queries = {
    '@portal/signalement': '?boutique=fleurs-martin',
    '@gestion/retrait': `?boutique=${shops.waiting}`,
    '@gestion/ouvrir/prise-en-main': `?siret=${siretOf(1)}`,
    '@shop/apercu': look,
    '@shop/apercu.css': look,
  };
  const url = (name: string | null, address = '/'): string =>
    `http://${name === null ? '' : `${name}.`}devanture.localhost:${port}${address}`;
  const statuses = {
    '@gestion/fiches/photos': 404,
    '@shop/panier/reprise/:token': 410,
    '@portal/panier/reprise/:token': 410,
  };
  return { web, url, examples, queries, statuses, shops, imports, orders };
}

async function importMerchants({ app }: TestWeb) {
  const imports = app.get(MerchantImports, { strict: false });
  const [cci] = await app.get(Initiatives, { strict: false }).list('region');
  const send = async (fileName: string, text: string, dryRun: boolean): Promise<string> => {
    const file = { fileName, body: textFile([text]), dryRun, createdBy: null };
    const { importId } = await imports.submit(cci!.initiativeId, file);
    return (await imports.run(importId)).importId;
  };
  const merchants = await send('registre-loches.csv', REGISTER, false);
  return { merchants, refusedMerchants: await send('photo-de-vitrine.csv', '\u0089PNG\r\n\u001a\n', true) };
}

/** A feed that has been read, with rows that it refused and places that look alike. */
async function feedWithAll({ app, tenancy }: TestWeb): Promise<string> {
  const feeds = app.get(Feeds, { strict: false });
  const [cci] = await app.get(Initiatives, { strict: false }).list('region');
  const input = {
    url: 'https://annuaire.example/boutiques.csv',
    kind: 'shops',
    name: 'Annuaire des artisans',
  } as const;
  const { feedId } = await feeds.add(cci!.initiativeId, input, null);
  await tenancy.regionTransaction(async (tx) => {
    for (const sql of FEED_HISTORY) await tx.query(sql, [feedId]);
  });
  return feedId;
}

const FEED_HISTORY = [
  `update feed set checked_at = now(), changed_at = now(), items = 2, held = '{"lost": 4, "before": 10, "at": "2026-11-24T09:00:00Z"}' where feed_id = $1`,
  `insert into feed_sync (feed_id, sync_id, started_at, ended_at, outcome, read, created, refused, errors)
   values ($1, gen_random_uuid(), now(), now(), 'changed', 3, 2, 1, '[{"line": 3, "code": "imports.siret_invalid", "details": {"line": 3, "siret": "123"}}]')`,
  `insert into feed_sync (feed_id, sync_id, started_at, ended_at, outcome, problem)
   values ($1, gen_random_uuid(), now() - interval '1 hour', now(), 'failed', '{"code": "outbound.status", "details": {"host": "annuaire.example", "answer": 500}}')`,
  `with ids as (select gen_random_uuid() as a, gen_random_uuid() as b, gen_random_uuid() as c),
     places as (insert into feed_item (feed_id, item_key, item_id, kind, facts, facts_hash)
       select $1, key, id, 'place', jsonb_build_object('kind', 'place', 'name', 'Poterie ' || key, 'communeInsee', '37132', 'phone', '02 47 59 10 10',
         'trade', 'artisanat', 'addressLine', '3 Rue des Potiers', 'url', 'https://poterie.example/'), key
       from ids, lateral (values ('Nord', a), ('Sud', b), ('Est', c)) t (key, id))
   insert into place_match (left_id, right_id, reason, decision, decided_at)
   select least(x, y), greatest(x, y), 'phone', d, case when d is not null then now() end
   from ids, lateral (values (a, b, null), (b, c, 'apart')) t (x, y, d)`,
];
/** Letters to all of the chamber who have a street and no mail address. */
async function batchOf({ app }: TestWeb): Promise<string> {
  const [cci] = await app.get(Initiatives, { strict: false }).list('region');
  const { batchIds } = await app.get(ClaimInvitations, { strict: false }).invite([cci!.initiativeId], 'letter', null);
  return batchIds[0]!;
}

/** A file of first products that was dealt out: most of its rows went nowhere. */
async function firstProductsOf({ app }: TestWeb): Promise<string> {
  const [cci] = await app.get(Initiatives, { strict: false }).list('region');
  const rows = ['SIRET;Nom;Prix', `${siretOf(99)};Vase bleu;12,00`, 'inconnu;Vase vert;9,50'];
  const file = { fileName: 'vases.csv', body: textFile(rows) };
  const fileId = await app.get(FirstProductsFiles, { strict: false }).submit([cci!.initiativeId], file, null);
  await app.get(FirstProductsJob, { strict: false }).handle({ shopId: null, fileId });
  return fileId;
}

export const productFile = (): Promise<string> =>
  readFile(new URL('../fixtures/imports/woocommerce-fr.csv', import.meta.url), 'utf8');

async function importProducts({ app }: TestWeb, shopId: string) {
  const imports = app.get(ProductImports, { strict: false });
  const send = (fileName: string, text: string, dryRun: boolean): Promise<string> =>
    asShop(shopId, async () => {
      const file = { fileName, body: textFile([text]), dryRun, createdBy: null, options: { vatRate: 20 } };
      return (await imports.run((await imports.submit(shopId, file)).importId)).importId;
    });
  const products = await send('wc-product-export-24-11-2026-1700000000000.csv', await productFile(), true);
  return { products, refusedProducts: await send('tarif.csv', 'a;b\n1;2\n', true) };
}

async function ordersOf(book: OrderBook) {
  const board = await book.board();
  const find = (status: string) => board.find((order) => order.status === status)?.orderId ?? board[0]!.orderId;
  const finished = (await book.finished())[0]!.orderId;
  return { orders: { placed: find('placed'), ready: find('ready'), finished }, token: board[0]!.token };
}

/** The link of a round over these shops, one piece of something in each; of those that can be met in one trip. */
async function roundToken({ app, tenancy }: TestWeb, slugs: string[]): Promise<string> {
  const rounds = app.get(Rounds, { strict: false });
  const orders = await Promise.all(
    slugs.map(async (shop) => {
      const { shopId } = (await app.get(ShopDirectory, { strict: false }).resolve(shop))!;
      const [variant] = await asShop(shopId, () => tenancy.shopRead<{ variantId: string }>(ON_SALE_SQL));
      return { shop, shopId, lines: [{ variantId: variant!.variantId, quantity: 1 }] };
    }),
  );
  const { proposal } = await rounds.propose({ orders });
  const trip = proposal.trip ?? proposal.none.without;
  const slots = new Map(trip?.stops.map(({ id, slot }) => [id, slot.id]));
  const taking = orders.filter(({ shopId }) => slots.has(shopId));
  const { round } = await rounds.place(
    {
      customer: { name: 'Anne Dupré', email: 'anne@example.fr' },
      orders: taking.map(({ shop, shopId, lines }) => ({ shop, lines, slotId: slots.get(shopId)! })),
    },
    'the round of the tour',
  );
  return round.token;
}

const ON_SALE_SQL = `
  select v.variant_id as "variantId" from variant v join product p on p.shop_id = v.shop_id and p.product_id = v.product_id
  where p.published and p.archived_at is null and v.archived_at is null and (v.stock = 'untracked' or v.on_hand > 3)
  order by v.variant_id limit 1`;

/** What the mail of an invitation links to. */
async function invitationOf({ app }: TestWeb): Promise<string> {
  const invitations = app.get(Invitations, { strict: false });
  const martin = await app.get(People, { strict: false }).byEmail('martin@demo.test');
  await invitations.invite({ email: 'aide@demo.test', role: 'staff' }, martin!.personId);
  const [open] = await invitations.open();
  return (await invitations.issue(open!.id))!.token;
}

/** A shop in every state, and people who have nothing yet. */
async function shopStates({ app, tenancy }: TestWeb) {
  const get = <T>(type: abstract new (...args: never[]) => T): T => app.get(type, { strict: false });
  const idOf = async (slug: string): Promise<string> => (await get(ShopDirectory).resolve(slug))!.shopId;
  const setState = async (slug: string, state: string) =>
    tenancy.regionTransaction(async (tx) =>
      tx.query('update shop set state = $2 where shop_id = $1', [await idOf(slug), state]),
    );
  const newcomer = await get(People).ensure({ email: NEWCOMER, name: 'Paule Neuf' });
  await get(People).setPassword(newcomer, PASSWORD);
  for (const slug of ['au-fil-du-temps', 'chez-paule']) {
    const [letter] = await get(Claims).letters([await idOf(slug)]);
    await get(Claims).claim(letter!.code, newcomer.personId);
  }
  await asShop(await idOf('la-belle-vue'), async () => get(Shops).withdraw(get(Shops).withdrawalToken()));
  await asShop(await idOf('jouets-lucie'), async () => get(Shops).pause('En congés jusqu’au 30 novembre.'));
  await setState('bijoux-nadia', 'closed');
  await setState('librairie-du-cher', 'suspended');
  const union = await get(Initiatives).save({ slug: 'uc-loches', name: 'Union commerciale de Loches', kind: 'union' });
  const agent = await get(People).ensure({ email: UNION_AGENT, name: 'Agent de l’union' });
  await get(People).setPassword(agent, PASSWORD);
  const right = { role: 'initiative_agent', shopId: null, initiativeId: union.initiativeId } as const;
  await get(Memberships).grant(agent.personId, right);
  const shopIds = { waiting: await idOf('la-rose'), claimed: await idOf('chez-paule') };
  return { waiting: 'la-rose', claimed: 'chez-paule', withdrawn: 'la-belle-vue', shopIds };
}

async function chamberWithLogo(web: TestWeb): Promise<string> {
  const chamber = await web.app.get(Initiatives, { strict: false }).bySlug('cci');
  await drawLogo(web, chamber!.initiativeId);
  return chamber!.initiativeId;
}

/** A deed of the region's, and a right that was given at the console. */
async function fillJournal({ app }: TestWeb): Promise<void> {
  const person = await app.get(People, { strict: false }).ensure({ email: 'region@demo.test' });
  const log = app.get(AuditLog, { strict: false });
  const deed = { personId: person.personId, role: 'region_admin', requestId: 'one' };
  const action = 'POST /territoire/imports/:importId/annulation';
  for (const outcome of ['asked', 'refused'] as const)
    await log.append({ ...deed, action, subject: { importId: person.personId }, outcome });
  const right = { personId: person.personId, role: 'auditor' };
  await log.append({
    personId: null,
    role: 'console',
    action: 'users add',
    subject: right,
    requestId: 'two',
    outcome: 'done',
  });
}
