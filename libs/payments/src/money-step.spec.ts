import fc from 'fast-check';
import type { OrderStatus, PaymentStatus } from '#libs/orders';
import { ORDER_STATUSES } from '#libs/orders';
import { type MoneyFacts, moneyStep, refundable } from './money-step.js';

const NOW = new Date('2026-11-24T09:00:00Z');
const facts = (more: Partial<MoneyFacts>): MoneyFacts => ({
  orderStatus: 'accepted',
  totalCents: 4250,
  status: 'authorised',
  amountCents: 4250,
  captureCents: null,
  capturedCents: 0,
  captureBy: new Date('2026-11-30T09:00:00Z'),
  refunds: [],
  ...more,
});
const refund = (cents: number, more: object = {}) =>
  ({ refundId: 'r', cents, cause: 'merchant', status: 'done', ...more }) as MoneyFacts['refunds'][number];

describe('the next step of the money', () => {
  it.each([
    ['waits while the order is prepared', {}, { do: 'nothing' }],
    [
      'takes what the order costs when it is ready',
      { orderStatus: 'ready', totalCents: 1250 },
      { do: 'capture', cents: 1250 },
    ],
    ['keeps to what was decided', { captureCents: 4250, totalCents: 1250 }, { do: 'capture', cents: 4250 }],
    ['takes it on the sixth day', { captureBy: NOW }, { do: 'capture', cents: 4250 }],
    ['does not take what the shop has not accepted', { captureBy: NOW, orderStatus: 'placed' }, { do: 'nothing' }],
    ['lets go of a cancelled order', { orderStatus: 'cancelled' }, { do: 'release' }],
    [
      'closes the page of an order that ended unpaid',
      { status: 'awaiting', orderStatus: 'lapsed' },
      { do: 'close_session' },
    ],
    [
      'gives back what was struck',
      { status: 'captured', capturedCents: 4250, totalCents: 1250 },
      { do: 'refund', cents: 3000 },
    ],
    [
      'gives nothing back twice',
      {
        status: 'captured',
        capturedCents: 4250,
        totalCents: 1250,
        refunds: [refund(3000, { cause: 'system', status: 'asked' })],
      },
      { do: 'nothing' },
    ],
    [
      'counts what the merchant gave as given',
      { status: 'captured', capturedCents: 4250, refunds: [refund(500)] },
      { do: 'nothing' },
    ],
    [
      'does not insist where the bank refused',
      {
        status: 'captured',
        capturedCents: 4250,
        totalCents: 0,
        refunds: [refund(4250, { cause: 'system', status: 'failed' })],
      },
      { do: 'nothing' },
    ],
  ] as [string, Partial<MoneyFacts>, object][])('%s', (_, more, step) => {
    expect(moneyStep(facts(more), NOW)).toEqual(step);
  });

  it('never takes more than was authorised, nor gives back more than was taken, and comes to rest', () => {
    const order = fc.record({
      orderStatus: fc.constantFrom<OrderStatus>(...ORDER_STATUSES),
      status: fc.constantFrom<PaymentStatus>('authorised', 'captured'),
      totalCents: fc.integer({ min: 0, max: 5000 }),
      given: fc.array(fc.integer({ min: 1, max: 2000 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(order, ({ orderStatus, status, totalCents, given }) => {
        let now = facts({ orderStatus, status, totalCents, capturedCents: status === 'captured' ? 4250 : 0 });
        for (const cents of given) {
          if (cents <= refundable(now)) now = { ...now, refunds: [...now.refunds, refund(cents)] };
        }
        for (let i = 0; i < 4; i++) {
          const step = moneyStep(now, NOW);
          if (step.do === 'nothing' || step.do === 'release' || step.do === 'close_session') return;
          expect(step.cents).toBeGreaterThan(0);
          if (step.do === 'capture') {
            expect(step.cents).toBeLessThanOrEqual(now.amountCents);
            now = { ...now, status: 'captured', capturedCents: step.cents };
          } else {
            expect(step.cents).toBeLessThanOrEqual(refundable(now));
            now = { ...now, refunds: [...now.refunds, refund(step.cents, { cause: 'system' })] };
          }
        }
        throw new Error('The money does not come to rest');
      }),
    );
  });
});
