import { InvitationMailJob, type InvitationLetter, ClaimInvitations } from '#libs/invitations';
import { Initiatives, MerchantImports } from '#libs/imports';
import { Claims } from '#libs/shops';
import { lastMailTo } from '../../../../../test/support/mails.js';
import { siretOf } from '../../../../../test/support/sirets.js';
import { textFile } from '../../../../../test/support/text-file.js';
import { agentOf, type Visitor, visitor } from '../../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const HEADER =
  'siret;enseigne1Etablissement;activitePrincipaleEtablissement;codeCommuneEtablissement;numeroVoieEtablissement;typeVoieEtablissement;libelleVoieEtablissement;codePostalEtablissement';

describe('invitations to owners', () => {
  let web: TestWeb;
  let cci: string;
  let union: string;
  let agent: Visitor;
  let stranger: Visitor;

  beforeAll(async () => {
    web = await testWeb();
    const initiatives = web.app.get(Initiatives, { strict: false });
    cci = (await initiatives.save({ slug: 'cci', name: 'CCI', kind: 'chamber' })).initiativeId;
    union = (await initiatives.save({ slug: 'union', name: 'Union', kind: 'union' })).initiativeId;
    agent = await visitor(web, { email: 'agent@example.fr', name: 'Ana' }, [agentOf(cci)]);
    stranger = await visitor(web, { email: 'autre@example.fr' }, [agentOf(union)]);
  }, 60_000);

  afterAll(() => web.close());

  beforeEach(async () => {
    await sql('delete from claim_invitation');
    await sql('delete from claim_batch');
    await sql(`update shop set state = 'withdrawn', siret = null`);
  });

  const sql = (text: string, values: unknown[] = []) => web.tenancy.regionTransaction((tx) => tx.query(text, values));
  const invitations = () => web.app.get(ClaimInvitations, { strict: false });
  let next = 0;

  /** Waiting shops of an initiative; those with an address of mail bear it. */
  async function waiting(initiativeId: string, emails: (string | null)[]): Promise<string[]> {
    const sirets = emails.map(() => siretOf(++next));
    const rows = sirets.map((siret, i) => `${siret};BOUTIQUE ${i};47.76Z;37132;${i + 1};RUE;BALZAC;37600`);
    const imports = web.app.get(MerchantImports, { strict: false });
    const file = { fileName: 'r.csv', body: textFile([HEADER, ...rows]), dryRun: false, createdBy: null };
    await imports.run((await imports.submit(initiativeId, file)).importId);
    for (const [i, email] of emails.entries())
      await sql('update shop set email = $2 where siret = $1', [sirets[i], email]);
    const found = (await sql('select shop_id from shop where siret = any ($1) order by siret', [sirets])) as {
      shop_id: string;
    }[];
    return found.map((row) => row.shop_id);
  }

  async function lettersOf(scope: 'region' | string[], batchId: string): Promise<InvitationLetter[]> {
    const letters: InvitationLetter[] = [];
    for await (const letter of await invitations().letters(scope, batchId)) letters.push(letter);
    return letters;
  }

  it('go by mail where an address is known, by letter to the others, and to nobody twice within 30 days', async () => {
    await waiting(cci, ['rose@example.fr', 'lis@example.fr', null]);
    expect(await invitations().uninvited([cci])).toEqual({ byMail: 2, byLetter: 1 });
    expect((await agent.post('/territoire/invitations', { channel: 'mail' })).status).toBe(303);
    expect((await agent.post('/territoire/invitations', { channel: 'letter' })).status).toBe(303);
    expect(await invitations().uninvited([cci])).toEqual({ byMail: 0, byLetter: 0 });
    for (const channel of ['mail', 'letter'])
      expect((await agent.post('/territoire/invitations', { channel })).status).toBe(409);
    await sql(`update claim_invitation set created_at = now() - interval '31 days'`);
    expect(await invitations().uninvited([cci])).toEqual({ byMail: 2, byLetter: 1 });
  });

  it('carry a code that works once, and are sent once however often the worker tries', async () => {
    const [shopId] = await waiting(cci, ['iris@example.fr']);
    const { batchIds } = await invitations().invite([cci], 'mail', agent.personId);
    const job = { shopId: null, invitedShopId: shopId!, batchId: batchIds[0]! };
    await web.app.get(InvitationMailJob, { strict: false }).handle(job);
    const mail = await lastMailTo(web.settings, 'iris@example.fr');
    const code = /prise-en-main\?code=([0-9A-Z]{5}-?[0-9A-Z]{5})/.exec(mail)![1]!;
    const [batch] = await invitations().batches([cci]);
    expect(batch).toMatchObject({ channel: 'mail', shops: 1, sent: 1, claimed: 0, by: 'Ana' });
    const sentAt = await sql('select sent_at from claim_invitation');
    await web.app.get(InvitationMailJob, { strict: false }).handle(job);
    expect(await sql('select sent_at from claim_invitation')).toEqual(sentAt);
    const claims = web.app.get(Claims, { strict: false });
    expect(await claims.claim(code, agent.personId)).toEqual({ shopId });
    await expect(claims.claim(code, stranger.personId)).rejects.toMatchObject({ status: 409 });
    expect((await invitations().batches([cci]))[0]).toMatchObject({ claimed: 1 });
  });

  it('on paper stand in the order of the post, leave out who came meanwhile, and give each a code of its own', async () => {
    const shops = await waiting(cci, [null, null, null]);
    const { batchIds, shops: count } = await invitations().invite([cci], 'letter', null);
    expect(count).toBe(3);
    await sql(`update shop set postcode = '18000' where shop_id = $1`, [shops[2]]);
    await sql(`update shop set state = 'claimed' where shop_id = $1`, [shops[0]]);
    const letters = await lettersOf([cci], batchIds[0]!);
    expect(letters.map(({ shopId }) => shopId)).toEqual([shops[2], shops[1]]);
    expect(new Set(letters.map(({ code }) => code)).size).toBe(2);
    const pdf = await agent.get(`/territoire/invitations/${batchIds[0]}/lettres.pdf`);
    expect([pdf.status, pdf.text.startsWith('%PDF-')]).toEqual([200, true]);
  });

  it('invite each shop once when two agents press at the same time', async () => {
    await waiting(cci, ['a@example.fr', 'b@example.fr', 'c@example.fr']);
    const pressed = await Promise.allSettled([1, 2, 3, 4].map(() => invitations().invite([cci], 'mail', null)));
    expect(pressed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await sql('select 1 from claim_invitation')).toHaveLength(3);
  });

  it('are one initiative’s alone: of several, a batch for each, and none of another', async () => {
    await waiting(cci, ['d@example.fr']);
    await waiting(union, ['e@example.fr', 'f@example.fr']);
    const both = await invitations().invite([cci, union], 'mail', null);
    expect([both.batchIds.length, both.shops]).toEqual([2, 3]);
    expect((await invitations().batches([cci])).map(({ shops }) => shops)).toEqual([1]);
    expect((await invitations().batches([union])).map(({ shops }) => shops)).toEqual([2]);
    await waiting(union, [null]);
    const { batchIds } = await invitations().invite([union], 'letter', null);
    expect(await invitations().uninvited([cci])).toEqual({ byMail: 0, byLetter: 0 });
    await expect(invitations().letters([cci], batchIds[0]!)).rejects.toMatchObject({ status: 404 });
    expect((await agent.get(`/territoire/invitations/${batchIds[0]}/lettres.pdf`)).status).toBe(404);
    expect((await stranger.get(`/territoire/invitations/${batchIds[0]}/lettres.pdf`)).status).toBe(200);
  });

  describe('and the desk where owners are helped', () => {
    const desk = async (who: Visitor, q: string): Promise<string> =>
      (await who.get(`/territoire/aide?q=${encodeURIComponent(q)}`)).text;

    it('finds a shop by anything that is said on the telephone, and says what blocks it', async () => {
      const [shopId] = await waiting(cci, ['muguet@example.fr']);
      await sql(`update shop set name = 'Au Muguet d’Été', phone = '02 47 91 22 33' where shop_id = $1`, [shopId]);
      const [row] = (await sql('select siret from shop where shop_id = $1', [shopId])) as { siret: string }[];
      const [letter] = await web.app.get(Claims, { strict: false }).letters([shopId!]);
      const said = [
        'muguet',
        'ete',
        row!.siret.slice(0, 9),
        'muguet@',
        '0247912233',
        '91 22 33',
        'Loches',
        letter!.code,
        letter!.code.toLowerCase().replace('-', ' '),
      ];
      for (const q of said) expect([q, (await desk(agent, q)).includes('Au Muguet d’Été')]).toEqual([q, true]);
      expect(await desk(agent, 'muguet')).toContain('n’a pas encore été invité');
      expect(await desk(agent, 'pivoine')).not.toContain('Au Muguet');
      for (const q of said) expect([q, (await desk(stranger, q)).includes('Au Muguet')]).toEqual([q, false]);
    });

    it('finds it by its owner’s name and by the number of an order', async () => {
      const [shopId] = await waiting(cci, [null]);
      await sql(`update shop set name = 'Le Lys', order_prefix = 'LL', state = 'claimed' where shop_id = $1`, [shopId]);
      await visitor(web, { email: 'odile@example.fr', name: 'Odile Grandchêne' }, [
        { role: 'owner', shopId: shopId!, initiativeId: null },
      ]);
      expect(await desk(agent, 'grandchene')).toContain('Le Lys');
      expect(await desk(agent, 'LL-2026-0007')).not.toContain('Le Lys');
      await sql('update shop set last_order_number = 7 where shop_id = $1', [shopId]);
      expect(await desk(agent, 'll-2026-0007')).toContain('Le Lys');
      const [other] = await waiting(cci, [null]);
      await sql(`update shop set name = 'LL-2026-0007 et fils' where shop_id = $1`, [other]);
      expect(await desk(agent, 'LL-2026-0007')).toMatch(/Le Lys[^]*LL-2026-0007 et fils/);
      expect(await desk(stranger, 'LL-2026-0007')).not.toContain('Le Lys');
    });

    it('sends the code again to a shop that waits, and to no other', async () => {
      const [shopId, mute] = await waiting(cci, ['dahlia@example.fr', null]);
      expect((await agent.post(`/territoire/aide/${shopId}/invitation`)).status).toBe(303);
      expect(await desk(agent, 'dahlia@example.fr')).toContain('L’invitation n’est pas encore partie');
      expect((await agent.post(`/territoire/aide/${mute}/invitation`)).status).toBe(404);
      expect((await stranger.post(`/territoire/aide/${shopId}/invitation`)).status).toBe(404);
      await sql(`update claim set expires_at = now() - interval '1 day' where shop_id = $1`, [shopId]);
      expect(await desk(agent, 'dahlia@example.fr')).toContain('Son code n’est plus valable');
      expect((await agent.post(`/territoire/aide/${shopId}/invitation`)).status).toBe(303);
      expect(await desk(agent, 'dahlia@example.fr')).not.toContain('Son code n’est plus valable');
    });
  });
});
