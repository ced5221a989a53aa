import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { type ParsedMail, simpleParser } from 'mailparser';
import { Products } from '#libs/catalog';
import { Clock } from '#libs/kernel';
import { MessagesModule, SendOrderMail } from '#libs/messages';
import { OrderBook, Orders } from '#libs/orders';
import { PaymentAccounts, Settlement } from '#libs/payments';
import { projectRoot } from '#libs/platform';
import { Shops } from '#libs/shops';
import { asShop } from '#libs/tenancy';
import { LAW_CHECKS, type LawEvidence, NO_EVIDENCE } from './support/law-checks.js';
import { createShop, FIRST_SLOT, TUESDAY_NINE } from './support/order-shop.js';
import { stripeEnvironment } from './support/payment-shop.js';
import { StripeServer } from './support/stripe/stripe-server.js';
import { openLucie, openMartin, TERMS } from './support/law-shops.js';
import { type TestWeb, testWeb } from './support/web.js';

const ROWS = [...readFileSync(path.join(projectRoot, 'docs/law.md'), 'utf8').matchAll(/^\| `([\w.]+)` \| (\S+) \|/gm)];

describe('what the law asks, line by line', () => {
  const stripe = new StripeServer();
  let web: TestWeb;
  let martin: string;
  let seen: LawEvidence;
  /** The order that was paid online, and its secret. */
  let token: string;
  let orderId: string;

  const get = <T>(type: abstract new (...args: never[]) => T): T => web.app.get(type, { strict: false });
  const at = (slug: string) => ({ host: `${slug}.devanture.localhost` });
  const page = async (url: string, slug = 'fleurs-martin', cookie = ''): Promise<string> =>
    (await web.app.inject({ method: 'GET', url, headers: { ...at(slug), cookie } })).body.replaceAll('\u00a0', ' ');
  const post = (url: string, body: Record<string, string | string[]>, cookie = '', slug = 'fleurs-martin') => {
    const fields = Object.entries(body).flatMap(([name, value]) =>
      [value].flat().map((each): [string, string] => [name, each]),
    );
    return web.app.inject({
      method: 'POST',
      url,
      headers: {
        ...at(slug),
        origin: `http://${at(slug).host}`,
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams(fields).toString(),
    });
  };
  const mails = (): Promise<ParsedMail[]> => {
    const dir = path.join(web.settings.dataDir, 'mail');
    return Promise.all(
      readdirSync(dir)
        .sort()
        .map((name) => simpleParser(readFileSync(path.join(dir, name)))),
    );
  };
  const mail = async (kind: 'accepted' | 'withdrawn'): Promise<ParsedMail> => {
    await asShop(martin, () => get(SendOrderMail).handle({ shopId: martin, orderId, kind }));
    return (await mails()).at(-1)!;
  };

  beforeAll(async () => {
    Clock.freeze(TUESDAY_NINE);
    const settings = {
      ...(await stripeEnvironment(stripe)),
      HOSTING: 'Hébergeur du Centre\n1 quai du Cher, 37000 Tours\n02 47 11 11 11',
    };
    web = await testWeb(settings, [], [MessagesModule]);
    martin = await createShop(web, { slug: 'fleurs-martin' });
    const lucie = await createShop(web, { slug: 'jouets-lucie' });
    const [roses, honey] = await openMartin(web, martin, stripe);
    await openLucie(web, lucie);
    seen = await look(roses!, honey!);
  }, 120_000);

  afterAll(async () => {
    Clock.freeze(null);
    await web.close();
    await stripe.close();
  });

  /** Goes the way of a customer, from the shelf to the receipt of a withdrawal, and keeps what the pages said. */
  async function look(roses: string, honey: string): Promise<LawEvidence> {
    const first = await web.app.inject({ method: 'GET', url: '/', headers: at('fleurs-martin') });
    const [handle, excluded] = await asShop(martin, async () => {
      const { items } = await get(Products).list({ perPage: 10 });
      return ['Bouquet de roses', 'Miel'].map((name) => items.find((item) => item.name === name)!.handle);
    });
    const basket = await filledBasket('fleurs-martin', [roses, honey]);
    const checkout = await page('/commande', 'fleurs-martin', basket);
    const lucie = await asShop((await shopIdOf('jouets-lucie'))!, async () => get(Products).list({ perPage: 1 }));
    const bear = await page(`/produits/${lucie.items[0]!.handle}`, 'jouets-lucie');
    const other = await filledBasket('jouets-lucie', [/name="variantId" value="([^"]+)"/.exec(bear)![1]!]);
    await orderByCard(checkout, basket);
    const order = await page(`/commandes/${token}`);
    const confirmation = await mail('accepted');
    const evidence = {
      legal: await page('/mentions-legales'),
      companyLegal: await page('/mentions-legales', 'jouets-lucie'),
      terms: await page('/conditions'),
      product: await page(`/produits/${handle}`),
      excludedProduct: await page(`/produits/${excluded}`),
      checkout,
      reserveCheckout: await page('/commande', 'jouets-lucie', other),
      order,
      acceptedTerms: await page(`/commandes/${token}/conditions`),
      withdrawalPage: await page(`/commandes/${token}/retractation`),
      confirmation: (confirmation.text ?? '').replaceAll('\u00a0', ' '),
      attachments: confirmation.attachments.map(({ filename }) => filename ?? ''),
      cookies: [first.headers['set-cookie'] ?? []].flat(),
      foreign: [...first.body.matchAll(/(?:src|href)="(https?:\/\/[^"/]+)/g)]
        .map(([, origin]) => origin!)
        .filter((origin) => !origin.endsWith('devanture.localhost:8080') && !/openstreetmap/.test(origin)),
    };
    const everything = Object.values(evidence).flat().join('\n');
    return { ...evidence, everything, withdrawalReceipt: await withdraw() };
  }

  const shopIdOf = async (slug: string): Promise<string | null> =>
    (await web.tenancy.publicRead<{ id: string }>('select shop_id as id from shop_address where slug = $1', [slug]))[0]
      ?.id ?? null;

  /** The cookies of a basket with these variants. */
  async function filledBasket(slug: string, variantIds: string[]): Promise<string> {
    let cookie = '';
    for (const variantId of variantIds) {
      const answer = await post('/panier', { variantId, quantity: '1' }, cookie, slug);
      const set = [answer.headers['set-cookie'] ?? []].flat().map((each) => each.split(';')[0]!);
      cookie = set.find((each) => each.includes('panier')) ?? set[0] ?? cookie;
    }
    return cookie;
  }

  /** Presses « Commande avec obligation de paiement », pays on Stripe's page and comes back. */
  async function orderByCard(checkout: string, cookie: string): Promise<void> {
    const answer = await post(
      '/commande',
      {
        idempotencyKey: /name="idempotencyKey" value="([^"]+)"/.exec(checkout)![1]!,
        slotId: FIRST_SLOT,
        name: 'Anne Dupré',
        email: 'anne@example.fr',
        terms: 'yes',
        payment: 'card',
      },
      cookie,
    );
    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      expect.stringContaining('https://checkout.stripe.com/c/pay/'),
    ]);
    const sessionId = answer.headers.location!.split('/').at(-1)!;
    const back = new URL(stripe.session(sessionId)['success_url'] as string);
    token = back.pathname.split('/')[2]!;
    expect(await page(`/commandes/${token}`)).toContain('En attente de votre paiement');
    stripe.pay(sessionId);
    const returned = await web.app.inject({ method: 'GET', url: back.pathname, headers: at('fleurs-martin') });
    expect(returned.headers.location).toBe(`/commandes/${token}`);
    const order = await asShop(martin, () => get(OrderBook).byToken(token));
    expect(order).toMatchObject({ status: 'accepted', payment: { status: 'authorised' } });
    ({ orderId } = order!);
  }

  /** After the shop had prepared it: « Confirmer la rétractation ». Answers the receipt. */
  async function withdraw(): Promise<string> {
    await asShop(martin, () => get(Orders).markReady(orderId, 'person:1'));
    await asShop(martin, () => get(Settlement).settle(orderId));
    const answer = await post(`/commandes/${token}/retractation`, {
      name: 'Anne Dupré',
      email: 'anne.autre@example.fr',
      'lines[]': ['1'],
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/commandes/${token}`]);
    const receipt = await mail('withdrawn');
    expect(receipt.to).toMatchObject({ value: [{ address: 'anne.autre@example.fr' }] });
    return (receipt.text ?? '').replaceAll('\u00a0', ' ');
  }

  it.each(Object.entries(LAW_CHECKS))('%s', (_, check) => {
    expect(check(seen)).toBe(true);
    expect(check(NO_EVIDENCE)).toBe(false);
  });

  it('docs/law.md lists what is checked, and nothing else as checked', () => {
    const checked = ROWS.filter(([, , state]) => state === 'contrôlé').map(([, name]) => name!);
    expect(checked.sort()).toEqual(Object.keys(LAW_CHECKS).sort());
    expect(
      ROWS.map(([, , state]) => state).filter((s) => !['contrôlé', 'boutique', 'exploitant', 'juriste'].includes(s!)),
    ).toEqual([]);
  });

  it('takes back what may be taken back, by the payment code, and leaves the rest of the order as it is', async () => {
    await asShop(martin, () => get(Settlement).settle(orderId));
    const order = await asShop(martin, () => get(OrderBook).byId(orderId));
    expect(order).toMatchObject({
      status: 'ready',
      totalCents: 1250,
      lines: [
        { name: 'Bouquet de roses', struck: 1 },
        { name: 'Miel', struck: 0, exclusion: 'hygiene_sealed' },
      ],
      withdrawal: { lines: [1], cents: 1250 },
      payment: { capturedCents: 2500, refundedCents: 1250 },
    });
    expect(await page(`/commandes/${token}`)).not.toContain('Renoncer au contrat ici');
    const again = await web.app.inject({
      method: 'POST',
      url: `/api/v1/orders/${token}/withdrawal`,
      headers: { host: 'devanture.localhost' },
      payload: { name: 'Anne Dupré', email: 'anne@example.fr' },
    });
    expect([again.statusCode, again.json().withdrawal.declaredAt]).toEqual([200, order!.withdrawal!.declaredAt]);
    expect(stripe.balances.get('platform')).toBe(0);
    expect(stripe.offences).toEqual([]);
  });

  it('shows the terms as they were accepted, whatever the shop says since', async () => {
    await asShop(martin, () => get(Shops).update({ legal: { terms: 'Deuxième version.' } }));
    const accepted = await page(`/commandes/${token}/conditions`);
    expect(accepted).toContain(TERMS);
    expect(accepted).not.toContain('Deuxième version.');
    expect(await page('/conditions')).toContain('Deuxième version.');
  });

  it('takes events of Stripe over HTTP when they are signed, as the exact bytes that came', async () => {
    const account = (await asShop(martin, () => get(PaymentAccounts).current()))!.accountId;
    const { body, signature } = stripe.event('account.updated', { id: account }, { account });
    const send = (payload: string, header: string) =>
      web.app.inject({
        method: 'POST',
        url: '/api/v1/payments/stripe-events',
        headers: { host: 'devanture.localhost', 'content-type': 'application/json', 'stripe-signature': header },
        payload,
      });
    expect((await send(body, signature)).json()).toEqual({ received: true });
    expect((await send(body.replace('"object":"event"', '"object": "event"'), signature)).statusCode).toBe(400);
    expect((await send(body, '')).statusCode).toBe(400);
  });
});

const CORPUS = process.env['CORPUS_DIR'];
if (!CORPUS) console.log('skipped: CORPUS_DIR not set');

(CORPUS ? describe : describe.skip)('docs/law.md', () => {
  it('has every line of the list of what the law asks', () => {
    const rows = parse<{ document: string; field: string }>(
      readFileSync(path.join(CORPUS ?? '', 'legal/required_fields_fr.csv')),
      { columns: true },
    );
    expect(ROWS.map(([, name]) => name!).sort()).toEqual(rows.map((row) => `${row.document}.${row.field}`).sort());
  });
});
