import { Readable } from 'node:stream';
import { newId, NotFoundError } from '#libs/kernel';
import type { Twins } from '#libs/shops';
import { counts, merchantRig, type MerchantRig } from '../../../../test/support/merchant-rig.js';
import { siretOf } from '../../../../test/support/sirets.js';

const AGENT = newId();
const file = (...lines: string[]): Readable => Readable.from([Buffer.from(lines.join('\n'))]);
const list = (): Readable =>
  file(
    'Enseigne;Activité;Adresse;Code postal;Commune;Tél;Latitude;Longitude',
    'Fleurs Martin;Fleuriste;12 rue Balzac;37600;Loches;02 47 00 00 01;47,1266;0,9962',
  );
const map = (): Readable =>
  file(
    '{"elements":[{"type":"node","id":1,"lat":47.2,"lon":1.0,"tags":{"shop":"florist","name":"Les fleurs de Martin","addr:city":"Loches","phone":"+33 2 47 00 00 01","website":"https://fleurs.example/"}}]}',
  );

describe('a row that may be a shop which is there', () => {
  let rig: MerchantRig;
  let twins: Twins;

  beforeEach(async () => {
    rig = await merchantRig();
    twins = rig.twins;
    await rig.take(list());
    await rig.take(map());
  }, 60_000);
  afterEach(() => rig.close());

  /** Everything that a decision may touch. */
  const state = () =>
    rig.tenancy.regionTransaction((tx) =>
      tx.query<object[]>(
        `select s.name, s.state, s.phone, s.website, s.siret,
           (select jsonb_agg(f.source order by f.source) from shop_source f where f.shop_id = s.shop_id) as sources,
           (select jsonb_agg(k.key order by k.key) from shop_key k where k.shop_id = s.shop_id) as keys,
           (select jsonb_agg(n.siret) from shop_siret n where n.shop_id = s.shop_id) as numbers
         from shop s where s.state <> 'withdrawn' order by s.name`,
      ),
    );

  it('is shown beside it, to its own agents alone', async () => {
    expect(counts(await rig.take(map()))).toEqual([1, 0, 0, 0, 1]);
    const [twin] = await twins.list([rig.cci], 10);
    expect(twin).toMatchObject({
      reason: 'phone',
      decision: null,
      row: { name: 'Les fleurs de Martin' },
      shop: { name: 'Fleurs Martin', postcode: '37600' },
    });
    expect(await twins.list([newId()], 10)).toEqual([]);
    await expect(twins.decide(twin!.twinId, [newId()], 'same', AGENT)).rejects.toThrow(NotFoundError);
    await expect(twins.decide(newId(), 'region', 'same', AGENT)).rejects.toThrow(NotFoundError);
  });

  it('becomes one more source of the shop, and leaves nothing when that is taken back', async () => {
    const before = await state();
    const twinId = (await twins.list('region', 10))[0]!.twinId;
    await twins.decide(twinId, [rig.cci], 'same', AGENT);
    await twins.decide(twinId, [rig.cci], 'same', AGENT);
    expect(await state()).toMatchObject([
      { website: 'https://fleurs.example/', sources: [expect.anything(), expect.anything()] },
    ]);
    expect(counts(await rig.take(map()))).toEqual([1, 0, 0, 1, 0]);
    await twins.decide(twinId, [rig.cci], null, AGENT);
    expect(await state()).toEqual(before);
  });

  it('becomes a shop of its own, which goes when that is taken back, and may then be the same after all', async () => {
    const before = await state();
    const twinId = (await twins.list('region', 10))[0]!.twinId;
    await twins.decide(twinId, 'region', 'different', AGENT);
    expect(await state()).toMatchObject([
      { name: 'Fleurs Martin' },
      { name: 'Les fleurs de Martin', state: 'provisioned' },
    ]);
    expect(counts(await rig.take(map()))).toEqual([1, 0, 0, 1, 0]);
    await twins.decide(twinId, 'region', null, AGENT);
    expect(await state()).toEqual(before);
    await twins.decide(twinId, 'region', 'same', AGENT);
    expect(await state()).toMatchObject([{ website: 'https://fleurs.example/' }]);
    await twins.decide(twinId, 'region', 'different', AGENT);
    expect(await state()).toHaveLength(2);
  });

  it('gives the shop its number, and takes it along', async () => {
    const register = () =>
      file(
        'siret;enseigne1Etablissement;activitePrincipaleEtablissement;codeCommuneEtablissement;longitude;latitude',
        `${siretOf(1)};FLEURS MARTIN;47.76Z;37132;0.9962;47.1266`,
      );
    const before = await state();
    expect(counts(await rig.take(register()))).toEqual([1, 0, 0, 0, 1]);
    const waiting = (await twins.list('region', 10)).find(({ row }) => row.siret === siretOf(1));
    await twins.decide(waiting!.twinId, 'region', 'same', AGENT);
    expect(await state()).toMatchObject([{ siret: siretOf(1), numbers: [siretOf(1)] }]);
    await twins.decide(waiting!.twinId, 'region', null, AGENT);
    expect(await state()).toEqual(before);
  });
});
