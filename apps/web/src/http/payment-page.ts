import type { Settings } from '#libs/platform';
import type { Reply } from './site-request.js';

/** Stripe's own pages, to which forms of ours lead. */
const PAGES = ['https://checkout.stripe.com', 'https://connect.stripe.com'];

/** Where a form may send a browser beyond this site: nowhere while no card is taken. */
export const paymentOrigins = ({ stripe }: Pick<Settings, 'stripe'>): string[] =>
  stripe === null ? [] : [...PAGES, ...(stripe.apiUrl === null ? [] : [new URL(stripe.apiUrl).origin])];

/** Answers a form with a page of Stripe's. Any other address is a fault of ours. */
export function redirectToStripe(reply: Reply, url: string, settings: Pick<Settings, 'stripe'>): void {
  if (!paymentOrigins(settings).includes(new URL(url).origin)) throw new Error('This address is not one of Stripe’s');
  void reply.redirect(url, 303);
}
