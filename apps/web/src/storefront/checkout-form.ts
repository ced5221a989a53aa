import { newId } from '#libs/kernel';
import type { Substitution } from '#libs/orders';

/** What the checkout form says, as it was typed. */
export interface CheckoutAnswers {
  slotId: string;
  name: string;
  email: string;
  phone: string;
  note: string;
  termsAccepted: boolean;
  /** Text messages beside the mails. */
  wantsTexts: boolean;
  /** Of the page that was filled in. */
  language: 'fr' | 'en';
  /** By the button that was pressed. */
  payment: 'shop' | 'card';
  substitutions: Map<string, Substitution>;
  /** One per page shown: the same answers sent twice are one order. */
  key: string;
  /** The basket that the page showed, sealed; empty on the first visit. */
  basket: string;
}

/** In the form `call` stands for « call me ». */
const SUBSTITUTIONS: Record<string, Substitution> = { similar: 'similar', leave_out: 'leave_out', call: 'call_me' };

export const freshAnswers = (): CheckoutAnswers => ({
  slotId: '',
  name: '',
  email: '',
  phone: '',
  note: '',
  termsAccepted: false,
  wantsTexts: false,
  language: 'fr',
  payment: 'shop',
  substitutions: new Map(),
  key: newId(),
  basket: '',
});

/** Any body: fields that are no text are empty. */
export function answersOf(body: unknown): CheckoutAnswers {
  const fields = new Map(Object.entries((body ?? {}) as Record<string, unknown>));
  const text = (name: string, most: number): string => {
    const value = fields.get(name);
    return typeof value === 'string' ? value.slice(0, most) : '';
  };
  const substitutions = new Map<string, Substitution>();
  for (const [name, value] of fields) {
    const variantId = /^substitution\[([0-9a-f-]{36})\]$/.exec(name)?.[1];
    const choice = typeof value === 'string' ? SUBSTITUTIONS[value] : undefined;
    if (variantId !== undefined && choice !== undefined) substitutions.set(variantId, choice);
  }
  const [key = '', ...basket] = text('idempotencyKey', 4000).split('~');
  return {
    slotId: text('slotId', 60),
    name: text('name', 300),
    email: text('email', 300),
    phone: text('phone', 60),
    note: text('note', 2000),
    termsAccepted: text('terms', 10) === 'yes',
    wantsTexts: text('texts', 10) === 'yes',
    language: text('language', 10) === 'en' ? 'en' : 'fr',
    payment: text('payment', 10) === 'card' ? 'card' : 'shop',
    substitutions,
    key: /^[0-9a-f-]{36}$/.test(key) ? key : '',
    basket: basket.join('~'),
  };
}
