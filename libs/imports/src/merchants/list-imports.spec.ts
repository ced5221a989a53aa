import { Readable } from 'node:stream';
import { newId, NotFoundError } from '#libs/kernel';
import { counts, merchantRig, type MerchantRig } from '../../../../test/support/merchant-rig.js';
import { siretOf } from '../../../../test/support/sirets.js';

const LIST = [
  'Enseigne;Activité;Adresse;Code postal;Commune;Tél;Latitude;Longitude',
  'Fleurs Martin;Fleuriste;12 rue Balzac;37600;Loches;02 47 00 00 01;47,1266;0,9962',
  'Chez Paule;Librairie;3 rue Haute;37600;Loches;;47,1300;0,9990',
  'Sans métier;;4 rue Haute;37600;Loches;;;',
];
const list = (lines: string[]): Readable => Readable.from([Buffer.from(lines.join('\n'))]);
const register = (...rows: string[]): Readable =>
  list([
    'siret;enseigne1Etablissement;activitePrincipaleEtablissement;codeCommuneEtablissement;longitude;latitude',
    ...rows,
  ]);
const many = Array.from({ length: 1200 }, (_, i) => `${siretOf(i + 1)};BOUTIQUE ${i};47.76Z;37132;0.99;47.12`);

describe('lists of shops', () => {
  let rig: MerchantRig;

  beforeEach(async () => {
    rig = await merchantRig();
  }, 60_000);
  afterEach(() => rig.close());

  const shopsNow = () =>
    rig.tenancy.regionTransaction((tx) =>
      tx.query<{ name: string; state: string; phone: string | null; siret: string | null }[]>(
        'select name, state, phone, siret from shop order by name',
      ),
    );

  it('makes shops of a list without numbers, and the same list again changes nothing', async () => {
    expect(counts(await rig.take(list(LIST), true))).toEqual([3, 3, 0, 0, 0]);
    expect(counts(await rig.take(list(LIST)))).toEqual([3, 3, 0, 0, 0]);
    expect(counts(await rig.take(list(LIST)))).toEqual([3, 0, 0, 3, 0]);
    const called = LIST.map((line) =>
      line.replace('Librairie;3 rue Haute;37600;Loches;;', 'Librairie;3 rue Haute;37600;Loches;02 47 00 00 09;'),
    );
    expect(counts(await rig.take(list(called)))).toEqual([3, 0, 1, 2, 0]);
    expect((await shopsNow()).map(({ name, phone }) => [name, phone])).toEqual([
      ['Chez Paule', '02 47 00 00 09'],
      ['Fleurs Martin', '02 47 00 00 01'],
      ['Sans métier', null],
    ]);
  });

  it('asks an agent about a row that may be a shop of another source, and never about two numbers', async () => {
    await rig.take(list(LIST));
    const map =
      '{"elements":[' +
      [
        '{"type":"node","id":1,"lat":47.1267,"lon":0.9963,"tags":{"shop":"florist","name":"Fleurs Martin SARL"}}',
        '{"type":"node","id":2,"lat":47.2,"lon":1.0,"tags":{"shop":"florist","name":"Autres fleurs","addr:city":"Loches","phone":"+33 2 47 00 00 01"}}',
        '{"type":"node","id":3,"lat":47.1301,"lon":0.9991,"tags":{"shop":"toys","name":"Jouets","addr:city":"Loches"}}',
      ].join(',') +
      ']}';
    const first = await rig.take(list([map]));
    expect([counts(first), first.tally['imports.twin_place'], first.tally['imports.twin_phone']]).toEqual([
      [3, 1, 0, 0, 2],
      1,
      1,
    ]);
    expect(counts(await rig.take(list([map])))).toEqual([3, 0, 0, 1, 2]);
    expect(await rig.count('shop_twin')).toBe(2);
    const numbered = await rig.take(
      register(`${siretOf(1)};FLEURS MARTIN;47.76Z;37132;0.9962;47.1266`, `${siretOf(2)};LOIN;47.76Z;37132;0.9;47.2`),
    );
    expect(counts(numbered)).toEqual([2, 1, 0, 0, 1]);
    expect(counts(await rig.take(register(`${siretOf(3)};LOIN;47.76Z;37132;0.9;47.2`)))).toEqual([1, 1, 0, 0, 0]);
  });

  it('remembers for the initiative what the columns of its lists are', async () => {
    const odd = ['Qui;Quoi;Où', 'Le Lis;Fleuriste;37600 Loches'];
    const unknown = await rig.take(list(odd), true);
    expect(unknown.problem?.code).toBe('imports.unknown_merchant_format');
    expect(await rig.imports.columns(unknown.importId, [rig.cci])).toMatchObject({
      isGuess: true,
      rows: [['Le Lis', 'Fleuriste', '37600 Loches']],
    });
    const mapping = { columns: { name: ['Qui'], trade: ['Quoi'], commune: ['Où'] } };
    await expect(
      rig.imports.map(unknown.importId, [rig.cci], { columns: { name: ['Qui'] } }, null),
    ).rejects.toMatchObject({
      code: 'imports.mapping_without_place',
    });
    await expect(rig.imports.map(unknown.importId, [newId()], mapping, null)).rejects.toThrow(NotFoundError);
    expect(
      counts(await rig.imports.run((await rig.imports.map(unknown.importId, [rig.cci], mapping, null)).importId)),
    ).toEqual([1, 1, 0, 0, 0]);
    expect(counts(await rig.take(list([...odd, 'Le Thym;Épicerie;37600 Loches'])))).toEqual([2, 2, 0, 0, 0]);
  });

  it('stops before its next chunk and goes on there', async () => {
    const { importId } = await rig.prepare(register(...many));
    const stopped = await rig.imports.run(importId, ({ cursor }) => {
      if (cursor === 500) void rig.steps.pause(importId, [rig.cci]);
    });
    expect(stopped.state === 'paused' ? [500, 1000].includes(stopped.cursor) : stopped.cursor).toBe(true);
    expect(counts(await rig.imports.run(importId))).toEqual(counts(stopped));
    await expect(rig.steps.pause(importId, [rig.cci])).rejects.toMatchObject({ code: 'imports.not_running' });
    await expect(rig.steps.resume(importId, [newId()])).rejects.toThrow(NotFoundError);
    await rig.steps.resume(importId, [rig.cci]);
    expect(counts(await rig.imports.run(importId))).toEqual([1200, 1200, 0, 0, 0]);
  });

  it('is undone where nobody touched it since, and can be done again', async () => {
    await rig.take(list(LIST));
    const before = await shopsNow();
    const called = [
      LIST[0]!,
      LIST[1]!.replace('00 01', '00 77'),
      'Le Lis;Fleuriste;9 rue Haute;37600;Loches;;;',
      'Pris;Cave;8 rue Haute;37600;Loches;;;',
    ];
    const done = await rig.take(list(called));
    expect(counts(done)).toEqual([3, 2, 1, 0, 0]);
    await rig.tenancy.regionTransaction((tx) => tx.query(`update shop set state = 'claimed' where name = 'Pris'`));
    await expect(rig.steps.undo(done.importId, [newId()])).rejects.toThrow(NotFoundError);
    expect(await rig.steps.undo(done.importId, [rig.cci])).toEqual({ undone: 2, kept: 1 });
    expect(await rig.steps.undo(done.importId, [rig.cci])).toEqual({ undone: 2, kept: 1 });
    expect((await rig.imports.get(done.importId, [rig.cci])).state).toBe('undone');
    const after = await shopsNow();
    expect(after.filter(({ name }) => !['Pris', 'Le Lis'].includes(name))).toEqual(before);
    expect(after.filter(({ name }) => ['Pris', 'Le Lis'].includes(name)).map(({ state }) => state)).toEqual([
      'withdrawn',
      'claimed',
    ]);
    expect(counts(await rig.take(list([...called, ' '])))).toEqual([3, 1, 1, 1, 0]);
    expect((await shopsNow()).find(({ name }) => name === 'Le Lis')?.state).toBe('provisioned');
  });
});
