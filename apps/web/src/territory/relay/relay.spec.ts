import { Initiatives } from '#libs/imports';
import { Clock, newId } from '#libs/kernel';
import { TellRelay } from '#libs/messages';
import { type OrderDetails, Orders } from '#libs/orders';
import { SMS_SENDER } from '#libs/platform';
import { asShop } from '#libs/tenancy';
import { createShop, createVariant, orderOf, TUESDAY_NINE } from '../../../../../test/support/order-shop.js';
import { agentOf, ofShop, type Visitor, visitor } from '../../../../../test/support/visitor.js';
import { type TestWeb, testWeb } from '../../../../../test/support/web.js';

describe('a merchant without a computer', () => {
  let web: TestWeb;
  let shopId: string;
  let agent: Visitor;
  let foreign: Visitor;
  let order: OrderDetails;
  const sent: { to: string; text: string; reference: string }[] = [];

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    web = await testWeb({ SMS_URL: 'https://sms.example/messages' });
    const sender = web.app.get<{ send(message: (typeof sent)[number]): Promise<void> }>(SMS_SENDER, { strict: false });
    sender.send = (message) => {
      sent.push(message);
      return Promise.resolve();
    };
    const initiatives = web.app.get(Initiatives, { strict: false });
    const cci = await initiatives.save({ slug: 'cci', name: 'CCI', kind: 'chamber' });
    const union = await initiatives.save({ slug: 'union', name: 'Union', kind: 'union' });
    shopId = await createShop(web, { slug: 'cordonnerie' });
    await asShop(shopId, () =>
      web.tenancy.shopTransaction((tx) => tx.query('update shop set initiative_id = $1', [cci.initiativeId])),
    );
    await visitor(web, { email: 'cordonnier@example.fr' }, [ofShop('owner', shopId)]);
    agent = await visitor(web, { email: 'cci@example.fr' }, [agentOf(cci.initiativeId)]);
    foreign = await visitor(web, { email: 'union@example.fr' }, [agentOf(union.initiativeId)]);
  }, 60_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
  });

  beforeEach(async () => {
    sent.length = 0;
    const variantId = await createVariant(web, shopId, { name: 'Ressemelage' });
    const customer = { name: 'Anne Dupré', email: 'anne@example.fr', phone: null };
    const orders = web.app.get(Orders, { strict: false });
    order = (await asShop(shopId, () => orders.place(orderOf([variantId], { customer }), newId()))).order;
  });

  const choose = (relay: string, phone = '06 12 34 56 78') =>
    agent.post(`/territoire/aide/${shopId}/relais`, { relay, phone });
  const answer = (by: Visitor, value: string) =>
    by.post(`/territoire/telephone/${shopId}/commandes/${order.orderId}`, { answer: value });
  const tell = (status: 'placed' | 'accepted' | 'cancelled') =>
    asShop(shopId, () =>
      web.app
        .get(TellRelay, { strict: false })
        .handle({ type: 'order.moved', eventId: newId(), shopId, orderId: order.orderId, status }),
    );

  it('is nobody’s business until it was chosen', async () => {
    expect((await agent.get('/territoire/telephone')).text).toContain('Aucun commerçant sans ordinateur');
    expect((await answer(agent, 'accept')).status).toBe(404);
    await tell('placed');
    expect(sent).toEqual([]);
  });

  it('gets each order by text message once, with what an answer needs', async () => {
    expect((await choose('sms', '12')).text).toContain('numéro de téléphone en entier');
    expect((await choose('sms')).status).toBe(303);
    await tell('placed');
    await tell('placed');
    await tell('accepted');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ to: '+33612345678', reference: `relay.placed.${order.orderId}` });
    expect(sent[0]!.text).toMatch(/^Commande \S+ de Anne Dupré, .*: 1 Ressemelage\. Répondez par téléphone/);
    expect(sent[0]!.text).not.toContain('http');
    await tell('cancelled');
    expect(sent[1]!.text).toContain('annulée par le client');
  });

  it('has a sheet of the day, and its answers are entered by its agent', async () => {
    expect((await choose('slip', '02 47 00 00 00')).status).toBe(303);
    await tell('placed');
    expect(sent).toEqual([]);
    const page = (await agent.get('/territoire/telephone')).text;
    for (const said of [order.number, 'Anne Dupré', '1 × Ressemelage', '02 47 00 00 00']) expect(page).toContain(said);
    for (const value of ['ready', 'collected']) expect((await answer(agent, value)).status).toBe(303);
    const [row] = await asShop(shopId, () =>
      web.tenancy.shopRead<{ status: string }>('select status from shop_order where order_id = $1', [order.orderId]),
    );
    expect(row!.status).toBe('collected');
    expect((await answer(agent, 'accept')).status).toBe(409);
  });

  it('can say by telephone that there is none left', async () => {
    await choose('slip');
    expect((await answer(agent, 'refuse')).status).toBe(303);
    expect((await agent.get('/territoire/telephone')).text).not.toContain(order.number);
  });

  it('is the agents’ of its own initiative alone', async () => {
    await choose('slip');
    expect((await foreign.get('/territoire/telephone')).text).not.toContain('Anne Dupré');
    expect((await answer(foreign, 'accept')).status).toBe(404);
    expect((await foreign.get(`/territoire/aide/${shopId}/relais`)).status).toBe(404);
    expect((await foreign.post(`/territoire/aide/${shopId}/relais`, { relay: 'none' })).status).toBe(404);
  });
});
