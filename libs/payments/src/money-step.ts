import type { OrderStatus } from '#libs/orders';
import type { PaymentRow } from './payment-rows.js';

/** What has to happen to the money next. Cents. */
export type MoneyStep =
  | { do: 'nothing' }
  | { do: 'close_session' }
  | { do: 'release' }
  | { do: 'capture'; cents: number }
  | { do: 'refund'; cents: number };

export type MoneyFacts = Pick<
  PaymentRow,
  'orderStatus' | 'totalCents' | 'status' | 'amountCents' | 'captureCents' | 'capturedCents' | 'captureBy' | 'refunds'
>;

const ENDED: OrderStatus[] = ['refused', 'cancelled', 'lapsed', 'no_show'];
const PREPARED: OrderStatus[] = ['ready', 'collected', 'partially_collected'];
const NOTHING: MoneyStep = { do: 'nothing' };

/**
 * Pure: the order says what is owed, and the money follows. Struck lines lower the total before it is captured, or are given
 * back after; an order that ends without a sale costs nothing. An authorisation that nears its end is captured while the
 * order is being prepared. What was decided to be captured once is not decided again.
 */
export function moneyStep(facts: MoneyFacts, now: Date): MoneyStep {
  const hasEnded = ENDED.includes(facts.orderStatus);
  if (facts.status === 'awaiting') return hasEnded ? { do: 'close_session' } : NOTHING;
  if (facts.status === 'authorised') return authorisedStep(facts, hasEnded, now);
  if (facts.status === 'captured') return capturedStep(facts, hasEnded);
  return NOTHING;
}

function authorisedStep(facts: MoneyFacts, hasEnded: boolean, now: Date): MoneyStep {
  const cents = Math.min(facts.captureCents ?? facts.totalCents, facts.amountCents);
  if (facts.captureCents === null && (hasEnded || cents === 0)) return { do: 'release' };
  const isLastDay = facts.captureBy !== null && facts.captureBy <= now && facts.orderStatus === 'accepted';
  if (facts.captureCents !== null || PREPARED.includes(facts.orderStatus) || isLastDay) return { do: 'capture', cents };
  return NOTHING;
}

/** A refund of ours that Stripe refused is not asked for again: the merchant sees it and decides. */
function capturedStep({ totalCents, capturedCents, refunds }: MoneyFacts, hasEnded: boolean): MoneyStep {
  if (refunds.some(({ cause, status }) => cause === 'system' && status === 'failed')) return NOTHING;
  const given = refunds.filter(({ status }) => status !== 'failed');
  const sum = (rows: typeof given): number => rows.reduce((total, { cents }) => total + cents, 0);
  const byChoice = sum(given.filter(({ cause }) => cause !== 'system'));
  const kept = hasEnded ? 0 : Math.max(0, totalCents - byChoice);
  const cents = capturedCents - sum(given) - kept;
  return cents > 0 ? { do: 'refund', cents } : NOTHING;
}

/** Cents that were taken and are not given back, nor asked to be. */
export const refundable = ({ capturedCents, refunds }: Pick<MoneyFacts, 'capturedCents' | 'refunds'>): number =>
  capturedCents - refunds.reduce((sum, { cents, status }) => (status === 'failed' ? sum : sum + cents), 0);
