import { Temporal } from 'temporal-polyfill';
import type { OrderDetails } from '#libs/orders';
import { withdrawalEnd, withdrawalOffer } from './withdrawal-period.js';
import { withdrawalText } from './withdrawal-text.js';

const endOf = (day: string, departement?: string): string =>
  withdrawalEnd(Temporal.PlainDate.from(day), departement).toString();

describe('the last day to withdraw', () => {
  it.each([
    ['a working day is the day itself', '2026-11-24', '2026-12-08'],
    ['a Saturday is moved to Monday', '2026-11-28', '2026-12-14'],
    ['a Sunday is moved to Monday', '2026-11-29', '2026-12-14'],
    ['Christmas on a Friday is moved over the week-end', '2026-12-11', '2026-12-28'],
    ['New Year is moved over the week-end', '2026-12-18', '2027-01-04'],
    ['Easter Saturday is moved over Easter Monday', '2027-03-13', '2027-03-30'],
    ['Ascension is moved to Friday', '2027-04-22', '2027-05-07'],
    ['a leap day counts', '2028-02-15', '2028-02-29'],
  ])('%s', (_, handedOver, last) => {
    expect(endOf(handedOver)).toBe(last);
  });

  it('knows the two days of Alsace and Moselle', () => {
    expect(endOf('2027-03-12')).toBe('2027-03-26');
    expect(endOf('2027-03-12', '57')).toBe('2027-03-30');
  });
});

describe('what may be withdrawn from', () => {
  const line = {
    productId: 'p',
    variantId: 'v',
    options: [],
    vatRate: 20,
    unitCents: 1000,
    substitution: 'similar',
  } as const;
  const order = (more: Partial<OrderDetails> = {}): OrderDetails =>
    ({
      status: 'collected',
      payment: { status: 'captured' },
      withdrawal: null,
      lines: [
        { ...line, line: 1, name: 'Ours', quantity: 2, struck: 1, totalCents: 1000, exclusion: null },
        { ...line, line: 2, name: 'Miel', quantity: 1, struck: 0, totalCents: 1000, exclusion: 'hygiene_sealed' },
        { ...line, line: 3, name: 'Vase', quantity: 1, struck: 1, totalCents: 0, exclusion: null },
      ],
      events: [{ to: 'collected', at: '2026-11-24T22:59:00Z' }],
      ...more,
    }) as OrderDetails;
  const offer = (given: OrderDetails, now: string) => withdrawalOffer(given, Temporal.Instant.from(now));

  it('is what was handed over and is not excluded, until midnight of the last day in Paris', () => {
    expect(offer(order(), '2026-12-08T22:59:59Z')).toEqual({
      lines: [{ line: 1, name: 'Ours', options: [], pieces: 1, cents: 1000 }],
      lastDay: '2026-12-08',
      isHandedOver: true,
    });
    expect(offer(order(), '2026-12-08T23:00:00Z')).toBeNull();
  });

  it('begins with the order, without an end before the handover', () => {
    const ready = order({ status: 'ready', events: [] });
    expect(offer(ready, '2026-11-24T09:00:00Z')).toMatchObject({ lastDay: null, isHandedOver: false });
  });

  it.each([
    ['was paid in the shop', { payment: null }],
    ['is not paid yet', { payment: { status: 'awaiting' } }],
    ['was released', { payment: { status: 'released' } }],
    ['was cancelled', { status: 'cancelled' }],
    ['was withdrawn from', { withdrawal: { lines: [1] } }],
    ['holds excluded goods alone', { lines: [order().lines[1]] }],
  ])('is nothing when the order %s', (_, more) => {
    expect(offer(order(more as Partial<OrderDetails>), '2026-11-25T09:00:00Z')).toBeNull();
  });
});

describe('the declaration', () => {
  const placed = { number: 'FM-2026-0001', placedAt: '2026-11-24T08:00:00Z' };
  const lines = [{ line: 1, name: 'Ours', options: ['Brun'], pieces: 2, cents: 2000 }];
  const who = {
    name: 'Anne',
    email: 'anne@example.fr',
    shop: 'Jouets Lucie',
    at: Temporal.Instant.from('2026-11-25T08:30:00Z'),
  };
  const say = (language: 'fr' | 'en') =>
    withdrawalText({ ...placed, language } as OrderDetails, lines, who).split('\n');

  it('is in the words of the model form, in the customer’s language', () => {
    expect(say('fr')[0]).toContain('je vous notifie ma rétractation du contrat portant sur la vente');
    expect(say('en')).toEqual([
      expect.stringMatching(
        /^To Jouets Lucie: I hereby give notice that I withdraw .*: 2 × Ours, Brun \(20,00\s€\)\.$/,
      ),
      'Order FM-2026-0001, placed on Tuesday, 24 November 2026 at 09:00.',
      'Name: Anne. E-mail: anne@example.fr.',
      'Declaration received on Wednesday, 25 November 2026 at 09:30 (Paris time).',
    ]);
  });
});
