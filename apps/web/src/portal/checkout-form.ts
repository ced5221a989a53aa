import { newId } from '#libs/kernel';
import type { Substitution } from '#libs/orders';

/** What a button of the checkout asks for. */
export type Choice =
  | { kind: 'reserve' | 'review' | 'propose' | 'two_trips' }
  | { kind: 'day'; day: string }
  | { kind: 'without' | 'with'; shopId: string };

/** What the checkout form says, as it was typed. Maps are by shop or variant id. */
export interface CheckoutAnswers {
  choice: Choice;
  name: string;
  email: string;
  phone: string;
  /** `YYYY-MM-DD`, or empty for the first that goes. */
  day: string;
  /** `HH:mm`, or empty. */
  notBefore: string;
  /** A commune as it was typed. */
  from: string;
  /** Shops that stay out of this round. */
  leftOut: Set<string>;
  /** Text messages beside the mails. */
  wantsTexts: boolean;
  /** Of the page that was filled in. */
  language: 'fr' | 'en';
  /** A word to each shop. */
  notes: Map<string, string>;
  slots: Map<string, string>;
  substitutions: Map<string, Substitution>;
  /** Hashes of the terms that were accepted. */
  terms: Map<string, string>;
  /** One per page shown: the same answers sent twice are one round. */
  key: string;
  /** The baskets that the page showed, sealed; empty on the first visit. */
  sealed: string;
}

/** In the form `call` stands for « call me ». */
const SUBSTITUTIONS: Record<string, Substitution> = { similar: 'similar', leave_out: 'leave_out', call: 'call_me' };
const ID = '([0-9a-f-]{36})';
const KEY = /^[0-9a-f-]{36}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Any body: fields that are no text are empty. */
export function answersOf(body: unknown): CheckoutAnswers {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  const values = new Map(fields.filter((each): each is [string, string] => typeof each[1] === 'string'));
  const text = (name: string, most: number): string => (values.get(name) ?? '').slice(0, most);
  const named = (prefix: string): Map<string, string> => byId(values, new RegExp(`^${prefix}\\[${ID}\\]$`));
  const [key = '', ...sealed] = text('cle', 4000).split('~');
  const chosen = [...named('substitution')].flatMap(([id, value]): [string, Substitution][] => {
    const substitution = SUBSTITUTIONS[value];
    return substitution ? [[id, substitution]] : [];
  });
  return {
    choice: choiceOf(text('choix', 60)),
    name: text('name', 300),
    email: text('email', 300),
    phone: text('phone', 60),
    day: matching(text('jour', 10), DAY),
    notBefore: matching(text('heure', 5), TIME),
    from: text('depart', 100).trim(),
    leftOut: new Set(named('sans').keys()),
    wantsTexts: text('texts', 10) === 'yes',
    language: text('language', 10) === 'en' ? 'en' : 'fr',
    notes: named('mot'),
    slots: named('creneau'),
    substitutions: new Map(chosen),
    terms: named('conditions'),
    key: matching(key, KEY),
    sealed: sealed.join('~'),
  };
}

export const freshAnswers = (): CheckoutAnswers => ({
  ...answersOf({}),
  choice: { kind: 'propose' },
  key: newId(),
});

function choiceOf(text: string): Choice {
  const [kind, value = ''] = text.split(':');
  if (kind === 'jour' && DAY.test(value)) return { kind: 'day', day: value };
  if ((kind === 'sans' || kind === 'avec') && KEY.test(value)) {
    return { kind: kind === 'sans' ? 'without' : 'with', shopId: value };
  }
  if (kind === 'revoir') return { kind: 'review' };
  if (kind === 'deux') return { kind: 'two_trips' };
  return { kind: kind === 'proposer' ? 'propose' : 'reserve' };
}

function byId(values: Map<string, string>, pattern: RegExp): Map<string, string> {
  const found = [...values].flatMap(([name, value]): [string, string][] => {
    const id = pattern.exec(name)?.[1];
    return id === undefined ? [] : [[id, value.slice(0, 1000)]];
  });
  return new Map(found);
}

const matching = (text: string, pattern: RegExp): string => (pattern.test(text) ? text : '');
