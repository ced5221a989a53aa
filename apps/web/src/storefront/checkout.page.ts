import { dayText, relativeDayText, type Slot } from '#libs/pickup';
import type { CheckoutLine, CheckoutView, FormError, Notice, SlotDay, TextField } from '#libs/themes';
import { type BasketColumns, type CheckedLine, slotsFor, orderable, totalOf } from './basket.page.js';
import type { CheckoutAnswers } from './checkout-form.js';
import { photoOrNull } from './photo.mapper.js';
import { variantLabel } from './product/product.page.js';
import { say, sayPlural } from './sentences.js';
import type { ShopPage } from './shop-pages.service.js';

/** What was wrong with the answers: a sentence per field, and one above the form. */
export interface CheckoutFaults {
  fields: Partial<Record<'slots' | 'name' | 'email' | 'phone' | 'note' | 'terms', string>>;
  notice?: string;
}

export interface CheckoutModel {
  lines: CheckedLine[];
  answers: CheckoutAnswers;
  faults: CheckoutFaults;
  /** The hidden field: a key, and the basket that the page shows. */
  sealedKey: string;
  /** Where text messages go at all. */
  canText: boolean;
}

const FEW = 1;

export function checkoutView(page: ShopPage<BasketColumns>, model: CheckoutModel): CheckoutView {
  const { lines, answers, faults } = model;
  const shown = lines.filter(({ quantity }) => quantity > 0);
  const slots = slotsFor(page, orderable(shown));
  const field = (name: 'name' | 'email' | 'phone' | 'note'): TextField => ({
    value: answers[name],
    error: faults.fields[name] ?? null,
  });
  return {
    ...page.view({ title: say('checkout.title'), path: '/commande', isIndexable: false }),
    action: '/commande',
    idempotencyKey: model.sealedKey,
    errors: errorsOf(faults, slots, answers.slotId),
    notices: noticesOf(faults),
    days: slotDays(slots, answers.slotId, page.now),
    slotError: faults.fields.slots ?? null,
    customer: { name: field('name'), email: field('email'), phone: field('phone'), note: field('note') },
    texts: model.canText && page.row.shop.sends_texts ? { checked: answers.wantsTexts } : null,
    termsUrl: '/conditions',
    termsError: faults.fields.terms ?? null,
    termsAccepted: answers.termsAccepted,
    lines: shown.map((line) => lineView(page.row.shop.shop_id, line, answers)),
    total: totalOf(shown),
    submitLabel: say('checkout.submit'),
    payHint: say('checkout.pay'),
    card: cardOf(page, shown),
    backUrl: '/panier',
  };
}

const CARD_LEAST_CENTS = 50;

/** The law wants the button of a paid order to say so, and what cannot be sent back to be known before. */
function cardOf({ row }: ShopPage<BasketColumns>, lines: CheckedLine[]): CheckoutView['card'] {
  if (!row.takes_card || totalOf(lines) < CARD_LEAST_CENTS) return null;
  const excluded = lines.filter((line) => isExcluded(line.row)).map((line) => line.row.name);
  const hint = say('checkout.card_hint');
  return {
    label: say('checkout.card_submit'),
    hint: excluded.length === 0 ? hint : `${hint} ${say('checkout.card_excluded', { names: excluded.join(', ') })}`,
  };
}

const isExcluded = (row: CheckedLine['row']): boolean => row.withdrawal_exclusion !== null || row.perishable;

const ORDER = ['slots', 'name', 'email', 'phone', 'note', 'terms'] as const;

/** In the order of the page; a slot's error leads to the first slot that can be chosen. */
function errorsOf({ fields }: CheckoutFaults, slots: Slot[], slotId: string): FormError[] {
  const slot = slots.find(({ id, remaining }) => id === slotId && remaining > 0) ?? slots.find((s) => s.remaining > 0);
  return ORDER.flatMap((name) => {
    const message = fields[name];
    if (message === undefined) return [];
    return [{ fieldId: name === 'slots' && slot ? `slot-${slot.id}` : name, message }];
  });
}

const noticesOf = ({ notice }: CheckoutFaults): Notice[] => (notice ? [{ tone: 'warning', text: notice }] : []);

/** By local day; the day of the chosen slot, else the first one with room, stands open. */
function slotDays(slots: Slot[], chosen: string, now: ShopPage['now']): SlotDay[] {
  const dates = [...new Set(slots.map(({ localDate }) => localDate))];
  const chosenDay = slots.find(({ id, remaining }) => id === chosen && remaining > 0)?.localDate;
  const openDay = chosenDay ?? slots.find(({ remaining }) => remaining > 0)?.localDate;
  return dates.map((date) => ({
    date,
    label: dayLabel(date, now),
    isOpen: date === openDay,
    slots: slots
      .filter(({ localDate }) => localDate === date)
      .map((slot) => ({
        id: slot.id,
        start: slot.start,
        end: slot.end,
        isSelected: slot.id === chosen && slot.remaining > 0,
        isFull: slot.remaining === 0,
        hint: slot.remaining > 0 && slot.remaining <= FEW ? sayPlural('checkout.last', slot.remaining) : null,
      })),
  }));
}

function dayLabel(date: string, now: ShopPage['now']): string {
  const near = relativeDayText(date, now);
  const text = near === dayText(date) ? near : near === 'demain' ? say('checkout.tomorrow') : say('checkout.today');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lineView(shopId: string, { row, quantity }: CheckedLine, { substitutions }: CheckoutAnswers): CheckoutLine {
  const chosen = substitutions.get(row.variant_id) ?? 'leave_out';
  const choice = (value: string, is: string) => ({ value, label: say(`checkout.${value}`), isSelected: chosen === is });
  return {
    variantId: row.variant_id,
    name: row.name,
    variantLabel: variantLabel(row.options) || null,
    photo: photoOrNull(shopId, row.photo),
    quantity,
    total: row.price_cents * quantity,
    choices: [choice('leave_out', 'leave_out'), choice('similar', 'similar'), choice('call', 'call_me')],
  };
}
