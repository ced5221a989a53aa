import { Test } from '@nestjs/testing';
import pg from 'pg';
import { Memberships, People, Sessions } from '#libs/accounts';
import { AccountsModule } from '#libs/accounts';
import { Clock, newId, NotFoundError } from '#libs/kernel';
import { type OrderDetails, Orders, OrdersModule } from '#libs/orders';
import { PickupModule } from '#libs/pickup';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, Tenancy, TenancyModule } from '#libs/tenancy';
import { testDatabase } from '../../../test/support/database.js';
import { createShop, createVariant, orderOf, type OrderRig, TUESDAY_NINE } from '../../../test/support/order-shop.js';
import { pushBrowser, pushService, type PushService, vapidClaims } from '../../../test/support/push-service.js';
import { BadPushAddressError, TooManyDevicesError } from './alerts.errors.js';
import { AlertsModule } from './alerts.module.js';
import { PushDelayedError, SendPush, TellOfOrder } from './order-alert.job.js';
import { PushDevices } from './push-devices.service.js';
import { PushSender } from './push-sender.service.js';
import { vapidKeys } from './vapid-keys.js';

const PRIVATE = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';

describe('order alerts on a device', () => {
  let rig: OrderRig;
  let service: PushService;
  let devices: PushDevices;
  let shopId: string;
  let personId: string;
  let variantId: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    service = await pushService();
    const database = await testDatabase();
    const settings = loadSettings({
      DATABASE_URL: database.adminUrl,
      APP_SECRET: 'a secret of the test',
      OUTBOUND_ALLOW: service.host,
    });
    const imports = [
      PlatformModule.forRoot(settings),
      TenancyModule,
      AccountsModule,
      PickupModule,
      OrdersModule,
      AlertsModule,
    ];
    const module = await Test.createTestingModule({ imports }).compile();
    await module.init();
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const close = async () => {
      await admin.end();
      await module.close();
      await database.drop();
    };
    rig = { database, module, tenancy: module.get(Tenancy), admin, close };
    devices = module.get(PushDevices);
    ({ shopId, personId } = await shopWithOwner('martin'));
    variantId = await createVariant(rig, shopId, { onHand: 500 });
    await rig.admin.query('update shop set slot_capacity = 900');
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await rig.close();
    await service.close();
  });

  beforeEach(async () => {
    service.deliveries.length = 0;
    service.answers.length = 0;
    await rig.admin.query('delete from push_device');
  });

  async function shopWithOwner(name: string): Promise<{ shopId: string; personId: string }> {
    const shop = await createShop(rig);
    const person = await rig.module.get(People, { strict: false }).ensure({ email: `${name}@example.fr`, name });
    const owner = { role: 'owner', shopId: shop, initiativeId: null } as const;
    await rig.module.get(Memberships, { strict: false }).grant(person.personId, owner);
    await rig.module.get(Sessions, { strict: false }).open(person.personId);
    return { shopId: shop, personId: person.personId };
  }

  const register = (browser: ReturnType<typeof pushBrowser>): Promise<string> =>
    asShop(shopId, () => devices.register(personId, browser.subscription, 'Chrome, Android'));

  const place = async (pieces = 3): Promise<OrderDetails> => {
    const lines = [{ variantId, quantity: pieces }];
    const input = orderOf([variantId], { lines });
    return (await asShop(shopId, () => rig.module.get(Orders).place(input, newId()))).order;
  };

  /** As the worker does: the event, then the jobs that it made. */
  async function deliver(order: OrderDetails, status = order.status): Promise<void> {
    const event = { type: 'order.moved', eventId: newId(), shopId, orderId: order.orderId, status };
    await asShop(shopId, () => rig.module.get(TellOfOrder).handle(event));
    const { rows } = await rig.admin.query<{ payload: never }>(
      `with gone as (
         delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
         where t.id = j.task_id and t.identifier = 'alerts.push' returning j.payload)
       select payload from gone`,
    );
    for (const { payload } of rows) await asShop(shopId, () => rig.module.get(SendPush).handle(payload));
  }

  it('says what came in, to that browser alone, and nothing of the customer', async () => {
    const browser = pushBrowser(service, 'counter');
    await register(browser);
    const order = await place();
    await deliver(order);
    expect(service.deliveries).toHaveLength(1);
    const [delivery] = service.deliveries as [(typeof service.deliveries)[0]];
    expect(browser.read(delivery)).toEqual({
      title: 'Nouvelle commande',
      body: '3\u00a0articles, retrait aujourd’hui 11\u00a0h\nFleurs Martin',
      url: `/commandes/${order.orderId}`,
      tag: `new_orders-${order.orderId}`,
    });
    expect(JSON.stringify(browser.read(delivery))).not.toMatch(/Dupré|anne@|06 12|roses/i);
    expect(delivery.path).toBe('/counter');
    expect(delivery.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '14400', urgency: 'high' });
    const claims = vapidClaims(delivery, rig.module.get(PushSender).publicKey);
    expect(claims).toMatchObject({ aud: `http://${service.host}`, sub: 'mailto:ne-pas-repondre@localhost' });
    const [device] = await asShop(shopId, () => devices.list(personId));
    expect(device).toMatchObject({ name: 'Chrome, Android', fault: null, newOrders: true });
    expect(device?.sentAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z$/);
  });

  it('tells of a cancellation where it is wanted, and never of the merchant’s own moves', async () => {
    const [both, ordersOnly] = [pushBrowser(service, 'both'), pushBrowser(service, 'orders-only')];
    await register(both);
    const deviceId = await register(ordersOnly);
    await asShop(shopId, () => devices.choose(personId, deviceId, { newOrders: true, cancellations: false }));
    const order = await place(1);
    await asShop(shopId, () => rig.module.get(Orders).markReady(order.orderId, `person:${personId}`));
    await deliver(order, 'ready');
    expect(service.deliveries).toEqual([]);
    const other = await place(1);
    const cancelled = await asShop(shopId, () => rig.module.get(Orders).cancel(other.token));
    await deliver(cancelled);
    expect(service.deliveries.map(({ path }) => path)).toEqual(['/both']);
    expect(both.read(service.deliveries[0]!)).toMatchObject({ title: 'Commande annulée par le client' });
  });

  it('says until when an answer is due, and nothing when the merchant gives it', async () => {
    const browser = pushBrowser(service, 'due');
    await register(browser);
    const madeToOrder = await createVariant(rig, shopId, { stock: 'untracked', onHand: 0 });
    const { order } = await asShop(shopId, () => rig.module.get(Orders).place(orderOf([madeToOrder]), newId()));
    await deliver(order);
    expect(order.status).toBe('placed');
    const accepted = await asShop(shopId, () => rig.module.get(Orders).accept(order.orderId, `person:${personId}`));
    await deliver(accepted);
    expect(service.deliveries.map(browser.read)).toMatchObject([
      { body: '1\u00a0article, retrait aujourd’hui 11\u00a0h\nÀ accepter avant 11\u00a0h\nFleurs Martin' },
    ]);
  });

  it('says nothing late: an order that was handed over meanwhile is no news', async () => {
    await register(pushBrowser(service, 'late'));
    const order = await place(1);
    await asShop(shopId, () => rig.module.get(Orders).collect(order.pickupCode, `person:${personId}`));
    await deliver(order, 'accepted');
    expect(service.deliveries).toEqual([]);
  });

  it.each([404, 410])('forgets a browser of which its maker says %i', async (status) => {
    await register(pushBrowser(service, 'gone'));
    service.answers.push(status);
    await deliver(await place(1));
    expect(await asShop(shopId, () => devices.list(personId))).toEqual([]);
  });

  it.each([429, 503])('tries again after %i', async (status) => {
    await register(pushBrowser(service, 'busy'));
    const order = await place(1);
    service.answers.push(status);
    await expect(deliver(order)).rejects.toThrow(PushDelayedError);
    const [device] = await asShop(shopId, () => devices.list(personId));
    expect(device).toMatchObject({ fault: `answer ${status}`, sentAt: null });
    await deliver(order);
    expect(service.deliveries).toHaveLength(2);
    expect((await asShop(shopId, () => devices.list(personId)))[0]).toMatchObject({ fault: null });
  });

  it('is not sent again when the service refuses it, and follows no redirect', async () => {
    await register(pushBrowser(service, 'refused'));
    service.answers.push(403);
    await deliver(await place(1));
    service.answers.push(307);
    await deliver(await place(1));
    expect(service.deliveries).toHaveLength(2);
    expect((await asShop(shopId, () => devices.list(personId)))[0]).toMatchObject({ fault: 'answer 307' });
  });

  it('stops when the person leaves the shop or is signed out everywhere', async () => {
    await register(pushBrowser(service, 'left'));
    await rig.admin.query('delete from session where person_id = $1', [personId]);
    await deliver(await place(1));
    expect(service.deliveries).toEqual([]);
    await rig.module.get(Sessions, { strict: false }).open(personId);
    await rig.admin.query('delete from membership where person_id = $1', [personId]);
    await deliver(await place(1));
    expect(service.deliveries).toEqual([]);
    const owner = { role: 'owner', shopId, initiativeId: null } as const;
    await rig.module.get(Memberships, { strict: false }).grant(personId, owner);
    await deliver(await place(1));
    expect(service.deliveries).toHaveLength(1);
  });

  it('keeps one line a browser, and each shop to itself', async () => {
    const browser = pushBrowser(service, 'same');
    const deviceId = await register(browser);
    expect(await register(browser)).toBe(deviceId);
    const lucie = await shopWithOwner('lucie');
    const foreign = asShop(lucie.shopId, () => devices.remove(personId, deviceId));
    await expect(foreign).rejects.toThrow(NotFoundError);
    const others = asShop(shopId, () =>
      devices.choose(lucie.personId, deviceId, { newOrders: false, cancellations: false }),
    );
    await expect(others).rejects.toThrow(NotFoundError);
    expect(await asShop(lucie.shopId, () => devices.list(personId))).toEqual([]);
    expect(await asShop(shopId, () => devices.list(personId))).toHaveLength(1);
    await asShop(shopId, () => devices.remove(personId, deviceId));
    expect(await asShop(shopId, () => devices.list(personId))).toEqual([]);
  });

  it('takes fifty devices a shop, also when they come together', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) => register(pushBrowser(service, `many-${i}`))),
    );
    const refused = all.filter((each) => each.status === 'rejected');
    expect(refused).toHaveLength(10);
    expect(refused.every(({ reason }) => reason instanceof TooManyDevicesError)).toBe(true);
  });

  it.each([
    'http://updates.push.example.org/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://10.0.0.8/x',
    'https://0x7f.1/x',
    'https://localhost/x',
    'https://intranet/x',
    'https://fcm.example.org:8443/x',
    'https://user:word@fcm.example.org/x',
  ])('refuses the address %s', async (endpoint) => {
    const { keys } = pushBrowser(service, 'x').subscription;
    const refused = asShop(shopId, () => devices.register(personId, { endpoint, keys }, 'x'));
    await expect(refused).rejects.toThrow(BadPushAddressError);
    expect(await asShop(shopId, () => devices.list(personId))).toEqual([]);
  });

  it('never connects to a private address behind a public name', async () => {
    const sender = rig.module.get(PushSender);
    const { keys } = pushBrowser(service, 'x').subscription;
    const target = { deviceId: newId(), endpoint: 'https://127.0.0.1.nip.invalid/x', ...keys };
    expect(await sender.send(target, { title: 'x', body: 'x', url: '/', tag: 'x' })).toMatchObject({
      outcome: 'later',
    });
  });
});

describe('the key of web push', () => {
  it('is the same on machines that share a secret, another with another, and the one of the settings', () => {
    const one = vapidKeys({ appSecret: 'one secret of ours', vapidPrivateKey: null, mailFrom: 'D <d@example.fr>' });
    expect(vapidKeys({ appSecret: 'one secret of ours', vapidPrivateKey: null, mailFrom: 'd@example.fr' })).toEqual(
      one,
    );
    expect(one.subject).toBe('mailto:d@example.fr');
    expect(Buffer.from(one.publicKey, 'base64url')).toHaveLength(65);
    expect(Buffer.from(one.privateKey, 'base64url')).toHaveLength(32);
    const other = vapidKeys({ appSecret: 'another of ours', vapidPrivateKey: null, mailFrom: 'd@example.fr' });
    expect(other.publicKey).not.toBe(one.publicKey);
    const given = vapidKeys({ appSecret: 'one secret of ours', vapidPrivateKey: PRIVATE, mailFrom: 'd@example.fr' });
    expect(given.privateKey).toBe(PRIVATE);
  });
});
