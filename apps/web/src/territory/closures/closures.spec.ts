import { Test } from '@nestjs/testing';
import { Clock, NotFoundError } from '#libs/kernel';
import { PickupSlots } from '#libs/pickup';
import { loadSettings, PlatformModule } from '#libs/platform';
import { asShop, TenancyModule } from '#libs/tenancy';
import {
  createShop,
  createVariant,
  orderOf,
  type OrderRig,
  orderRig,
  TUESDAY_NINE,
} from '../../../../../test/support/order-shop.js';
import { Orders } from '#libs/orders';
import { closureInput, type ClosureInput, Closures, ClosuresModule } from '#libs/closures';

const PERSON = '00000000-0000-4000-8000-000000000001';
const WEDNESDAY = '2026-11-25';

describe('closure orders', () => {
  let rig: OrderRig;
  let closures: Closures;
  let close: () => Promise<void>;
  let florist: string;
  let baker: string;
  let abroad: string;

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    rig = await orderRig();
    const settings = loadSettings({ DATABASE_URL: rig.database.adminUrl, APP_SECRET: 'a secret of the test' });
    const imports = [PlatformModule.forRoot(settings), TenancyModule, ClosuresModule];
    const module = await Test.createTestingModule({ imports }).compile();
    await module.init();
    closures = module.get(Closures);
    close = () => module.close();
    florist = await shop('fleurs', '47.76Z', '37132');
    baker = await shop('boulangerie', '10.71C', '37132');
    abroad = await shop('fleurs', '47.76Z', '18033');
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await close();
    await rig.close();
  });

  afterEach(async () => {
    await rig.admin.query('delete from closure_order');
  });

  const shop = async (trade: string, naf: string, commune: string): Promise<string> => {
    const shopId = await createShop(rig);
    const set = 'update shop set trade = $2, naf = $3, commune_insee = $4 where shop_id = $1';
    await rig.admin.query(set, [shopId, trade, naf, commune]);
    return shopId;
  };

  const orderFor = (more: object): ClosureInput =>
    closureInput.parse({
      title: 'Arrêté du 24 novembre',
      from: WEDNESDAY,
      until: WEDNESDAY,
      territory: { kind: 'region' },
      ...more,
    });

  /** Shops of the three that an order closes on Wednesday. */
  const closed = async (): Promise<string[]> => {
    const named: [string, string][] = [
      ['florist', florist],
      ['baker', baker],
      ['abroad', abroad],
    ];
    const found: string[] = [];
    for (const [name, shopId] of named) {
      const { calendar } = await asShop(shopId, () => rig.module.get(PickupSlots).plan());
      if (calendar.closuresOn(WEDNESDAY).length > 0) found.push(name);
    }
    return found;
  };

  it.each([
    ['the whole region, every trade', {}, ['florist', 'baker', 'abroad']],
    ['a trade', { trades: ['fleurs'] }, ['florist', 'abroad']],
    ['the beginning of a NAF code', { nafs: ['47'] }, ['florist', 'abroad']],
    ['a NAF code, as anybody writes it', { nafs: ['1071c'] }, ['baker']],
    ['every trade but one', { exemptTrades: ['boulangerie'] }, ['florist', 'abroad']],
    ['a trade but not its NAF code', { trades: ['fleurs'], exemptNafs: ['47.76Z'] }, []],
    ['a department', { territory: { kind: 'departement', codes: ['37'] } }, ['florist', 'baker']],
    ['a commune and a trade', { territory: { kind: 'commune', codes: ['18033'] }, trades: ['fleurs'] }, ['abroad']],
  ])('concerns %s', async (_, more, expected) => {
    const input = orderFor(more);
    expect((await closures.preview(input)).shops).toBe(expected.length);
    const { shops } = await closures.create(input, PERSON);
    expect([shops, await closed()]).toEqual([expected.length, expected]);
  });

  it('halves the slots of its days, tells the public, and leaves no trace when it is undone', async () => {
    const pickup = rig.module.get(PickupSlots);
    const before = await asShop(florist, () => pickup.upcoming());
    const { closureId } = await closures.create(orderFor({ collectFrom: '10:00', collectUntil: '12:00' }), PERSON);
    const slots = (await asShop(florist, () => pickup.upcoming())).filter((slot) => slot.localDate === WEDNESDAY);
    expect(slots.map((slot) => [slot.localStart, slot.capacity])).toEqual([
      ['10:00', 2],
      ['10:30', 2],
      ['11:00', 2],
      ['11:30', 2],
    ]);
    const { rows } = await rig.admin.query(
      `select payload -> 'shopIds' as ids from graphile_worker._private_jobs where payload ->> 'type' = 'shop.availability_changed'`,
    );
    expect(rows[0].ids).toEqual([florist, baker, abroad].toSorted());
    await closures.undo(closureId, PERSON);
    expect(await asShop(florist, () => pickup.upcoming())).toEqual(before);
    expect((await closures.one(closureId)).cancelledAt).not.toBeNull();
    await expect(closures.undo(closureId, PERSON)).rejects.toMatchObject({ code: 'closures.over', status: 409 });
  });

  it('ends on the day that is said, and counts the orders of its days before it is written', async () => {
    const roses = await createVariant(rig, florist);
    const place = (slotId: string) =>
      asShop(florist, () => rig.module.get(Orders).place(orderOf([roses], { slotId }), slotId));
    await place('2026-11-25T10:00Z');
    await place('2026-11-27T10:00Z');
    expect(await closures.preview(orderFor({}))).toMatchObject({ shops: 3, openShops: 3, orders: 1 });
    expect((await closures.preview(orderFor({ until: null }))).orders).toBe(2);
    const { closureId } = await closures.create(orderFor({ until: null }), PERSON);
    expect(await closures.end(closureId, '2026-11-26')).toMatchObject({ from: WEDNESDAY, until: '2026-11-26' });
    Clock.freeze('2026-11-27T08:00:00Z');
    await expect(closures.end(closureId, '2026-11-28')).rejects.toMatchObject({ code: 'closures.over' });
    Clock.freeze(TUESDAY_NINE);
  });

  it('refuses an unknown place, and knows no other id', async () => {
    const unknown = orderFor({ territory: { kind: 'commune', codes: ['75056'] } });
    await expect(closures.create(unknown, PERSON)).rejects.toMatchObject({
      errors: [{ path: 'territory.codes', code: 'closures.place_unknown' }],
    });
    await expect(closures.undo(PERSON, PERSON)).rejects.toEqual(new NotFoundError());
    expect(await closures.list()).toEqual([]);
  });

  it('is written by the region alone', async () => {
    const write = asShop(florist, () =>
      rig.tenancy.shopTransaction((tx) =>
        tx.query(
          `insert into closure_order (closure_id, title, starts_on, territory) values (gen_random_uuid(), 'x', '2026-11-25', '{}')`,
        ),
      ),
    );
    await expect(write).rejects.toThrow('permission denied');
  });
});
