import { BroadcastMailJob, Broadcasts } from '#libs/broadcasts';
import { Initiatives } from '#libs/imports';
import { MailRefusedError, MAILER } from '#libs/platform';
import { asShop } from '#libs/tenancy';
import { lastMailTo } from '../../../../../test/support/mails.js';
import { createShop } from '../../../../../test/support/order-shop.js';
import { agentOf, ofRegion, ofShop, type Visitor, visitor } from '../../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

const MESSAGE = { subject: 'Marché de Noël', body: 'Les inscriptions ouvrent lundi.\n\nRépondez avant jeudi.' };

describe('messages to merchants', () => {
  let web: TestWeb;
  let admin: Visitor;
  let agent: Visitor;
  let member: Visitor;
  let other: Visitor;
  let memberShop: string;
  let otherShop: string;

  beforeAll(async () => {
    web = await testWeb();
    const initiatives = web.app.get(Initiatives, { strict: false });
    const { initiativeId } = await initiatives.save({ slug: 'cci', name: 'CCI de Touraine', kind: 'chamber' });
    memberShop = await createShop(web, { slug: 'membre' });
    otherShop = await createShop(web, { slug: 'autre' });
    await asShop(memberShop, () =>
      web.tenancy.shopTransaction((tx) =>
        tx.query('update shop set initiative_id = $2 where shop_id = $1', [memberShop, initiativeId]),
      ),
    );
    admin = await visitor(web, { email: 'region@example.fr' }, [ofRegion('region_admin')]);
    agent = await visitor(web, { email: 'agente@example.fr' }, [agentOf(initiativeId)]);
    member = await visitor(web, { email: 'membre@example.fr' }, [ofShop('owner', memberShop)]);
    other = await visitor(web, { email: 'autre@example.fr' }, [ofShop('owner', otherShop)]);
  }, 60_000);

  afterAll(() => web.close());

  const deliver = async (): Promise<void> => {
    const { broadcastId } = (await web.app.get(Broadcasts).list('region'))[0]!;
    await web.app.get(BroadcastMailJob).handle({ shopId: null, broadcastId });
  };

  it('say whom they would reach and send nothing before', async () => {
    const seen = await admin.post('/territoire/messages', MESSAGE);
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('Boutiques qui le liront : 2. Par e-mail : 2.');
    expect((await agent.post('/territoire/messages', MESSAGE)).text).toContain('Boutiques qui le liront : 1.');
    expect(await web.app.get(Broadcasts).list('region')).toEqual([]);
    expect((await admin.post('/territoire/messages', { ...MESSAGE, body: '' })).status).toBe(422);
    const nobody = { ...MESSAGE, trade: 'aucun-metier', step: 'send' };
    expect((await admin.post('/territoire/messages', nobody)).status).toBe(422);
  });

  it('of an agent reach the members of their initiative alone', async () => {
    expect((await agent.post('/territoire/messages', { ...MESSAGE, step: 'send' })).status).toBe(303);
    await deliver();
    expect(await lastMailTo(web.settings, member.email)).toContain('Les inscriptions ouvrent lundi');
    await expect(lastMailTo(web.settings, other.email)).rejects.toThrow(/No mail/);
    expect((await member.get('/')).text).toContain('Un message de votre région');
    expect((await member.get('/messages')).text).toContain('CCI de Touraine');
    expect((await member.get('/')).text).not.toContain('Un message de votre région');
    expect((await other.get('/messages')).text).toContain('Aucun message');
    expect((await agent.get('/territoire/messages')).text).toContain('Boutiques : 1. Traitées : 1. Lu par : 1.');
  });

  it('go once, however often the button is pressed at the same time', async () => {
    const { text } = await agent.post('/territoire/messages', { ...MESSAGE, subject: 'Une fois' });
    const key = /name="key" value="([0-9a-f-]{36})"/.exec(text)![1]!;
    const press = () => agent.post('/territoire/messages', { ...MESSAGE, subject: 'Une fois', step: 'send', key });
    const statuses = (await Promise.all([press(), press(), press()])).map(({ status }) => status);
    expect(statuses).toEqual([303, 303, 303]);
    const sent = (await web.app.get(Broadcasts).list('region')).filter(({ subject }) => subject === 'Une fois');
    expect(sent).toHaveLength(1);
  });

  it('pass over an address that is refused for good, and reach the next one', async () => {
    const owner = await visitor(web, { email: 'a-refuse@example.fr' }, [ofShop('owner', otherShop)]);
    const mailer = web.app.get<{ send(mail: { to: unknown }): Promise<void> }>(MAILER, { strict: false });
    const send = mailer.send.bind(mailer);
    mailer.send = (mail) =>
      mail.to === owner.email ? Promise.reject(new MailRefusedError({ answer: 550 })) : send(mail);
    try {
      const sent = { subject: 'Refus', body: 'Un mot malgré une adresse refusée.', step: 'send' };
      expect((await admin.post('/territoire/messages', sent)).status).toBe(303);
      await deliver();
    } finally {
      mailer.send = send;
    }
    expect(await lastMailTo(web.settings, other.email)).toContain('adresse refus');
    expect((await web.app.get(Broadcasts).list('region'))[0]).toMatchObject({ shops: 2, mailed: 2 });
  });

  it('go by mail to those who want mails, and to the back office of all; a second run sends nothing again', async () => {
    expect((await member.post('/messages/par-mail')).status).toBe(303);
    const sent = { subject: 'Pour tous', body: 'Un mot de la région à tous.', step: 'send' };
    expect((await admin.post('/territoire/messages', sent)).status).toBe(303);
    await deliver();
    expect(await lastMailTo(web.settings, other.email)).toContain('Un mot de la');
    expect(await lastMailTo(web.settings, member.email)).not.toContain('Un mot de la');
    expect((await member.get('/messages')).text).toContain('Pour tous');
    const [before] = await web.app.get(Broadcasts).list('region');
    await deliver();
    expect((await web.app.get(Broadcasts).list('region'))[0]).toEqual(before);
    expect((await agent.get('/territoire/messages')).text).not.toContain('Pour tous');
  });
});
