import { type AppError, InvalidInputError } from '#libs/kernel';
import { mobileNumber } from '#libs/messages';
import type { RoundInput, Shelf } from '#libs/rounds';
import { errorSentences } from '../http/error-sentences.js';
import { say } from './basket-sentences.js';
import type { ShopBasket } from './baskets-cookie.js';
import type { CheckoutAnswers } from './checkout-form.js';
import type { CheckoutFaults } from './checkout.page.js';

export const NO_FAULTS: CheckoutFaults = { fields: new Map() };

/** What the form itself asks for, before any order is tried: one page says all that is wrong. */
export function ownFaults(answers: CheckoutAnswers, shelves: Shelf[], others: CheckoutFaults): CheckoutFaults {
  const fields = new Map(others.fields);
  if (answers.name.trim() === '') fields.set('name', sentenceOf('orders.name'));
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(answers.email.trim())) fields.set('email', sentenceOf('orders.email'));
  const phone = phoneFault(answers);
  if (phone) fields.set('phone', say(phone));
  for (const { shopId, termsHash, name } of shelves) {
    if (answers.terms.get(shopId) === (termsHash ?? 'oui')) continue;
    fields.set(`conditions-${shopId}`, say('round.terms_missing', { shop: name }));
  }
  return { fields };
}

function phoneFault({ phone, substitutions, wantsTexts }: CheckoutAnswers): string | null {
  const wantsCall = [...substitutions.values()].includes('call_me');
  if (wantsCall && phone.trim() === '') return 'round.phone_needed';
  return wantsTexts && mobileNumber(phone) === null ? 'round.mobile_needed' : null;
}

/** What the page showed, whatever is left of it: a shop that has less says so, and nothing is left out in silence. */
export function roundInput(
  baskets: ShopBasket[],
  shelves: Shelf[],
  answers: CheckoutAnswers,
  fromCommune: string | null,
): RoundInput {
  const { name, email, phone, slots, substitutions, notes, language, wantsTexts } = answers;
  const byId = new Map(shelves.map((shelf) => [shelf.shopId, shelf]));
  return {
    customer: { name, email, phone },
    fromCommune,
    language,
    wantsTexts,
    orders: baskets.map(({ shopId, items }) => ({
      shop: byId.get(shopId)?.slug ?? '-',
      slotId: slots.get(shopId) ?? '-',
      termsHash: byId.get(shopId)?.termsHash ?? null,
      note: notes.get(shopId)?.trim() || null,
      lines: items.map(({ variantId, quantity, cents }) => ({
        variantId,
        quantity,
        shownCents: cents,
        substitution: substitutions.get(variantId) ?? 'leave_out',
      })),
    })),
  };
}

const FIELDS: Record<string, string> = {
  'customer.name': 'name',
  'customer.email': 'email',
  'customer.phone': 'phone',
};

const NOTICES: Record<string, string> = {
  'orders.sold_out': 'round.sold_out',
  'orders.slot_full': 'round.slot_gone',
  'orders.slot_closed': 'round.slot_gone',
  'rounds.not_feasible': 'round.not_feasible',
  'rounds.price_changed': 'round.price_changed',
};

/** The sentence of a refusal, with the shop it is about. */
export function withRefusal(error: AppError, shelves: Shelf[]): CheckoutFaults {
  if (error instanceof InvalidInputError) {
    const fields = new Map(
      error.errors.flatMap((each): [string, string][] => {
        const field = FIELDS[each.path];
        return field ? [[field, errorSentences().say(each)]] : [];
      }),
    );
    return fields.size > 0 ? { fields } : { fields, notice: errorSentences().say(error) };
  }
  const shop = shelves.find(({ slug }) => slug === error.details['shop'])?.name ?? '';
  const key = NOTICES[error.code];
  const sentence = errorSentences().say(error);
  const notice = key ? say(key, { shop, name: error.details['name'] }) : say('round.shop_says', { shop, sentence });
  return { fields: new Map(), notice: shop ? notice : sentence };
}

const sentenceOf = (code: string): string => errorSentences().say({ code });
