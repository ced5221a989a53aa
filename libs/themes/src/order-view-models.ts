import type { Choice, Locale, NavLink, Photo, View } from './view-models.js';

type Maybe<T> = T | null;

/** A message above a list: what happened, what was kept, what to do. */
export interface Notice {
  tone: 'info' | 'success' | 'warning' | 'danger';
  title?: Maybe<string>;
  text: string;
}

/** An error of a form; `fieldId` is the id of the input it links to. */
export interface FormError {
  fieldId: string;
  message: string;
}

/** Posts `quantity` (0 takes the line out) to `updateUrl`; removing posts `quantity=0` there too. */
export interface BasketLine {
  variantId: string;
  name: string;
  variantLabel?: Maybe<string>;
  url: string;
  photo?: Maybe<Photo>;
  quantity: number;
  maxQuantity: number;
  unitPrice: number;
  total: number;
  updateUrl: string;
  /** « Il n’en reste que 2. » */
  notice?: Maybe<string>;
}

export interface BasketView extends View {
  lines: BasketLine[];
  notices: Notice[];
  total: number;
  /** « TVA comprise. Vous payez à la boutique. » */
  totalHint: string;
  canCheckout: boolean;
  checkoutUrl: string;
  continueUrl: string;
  nextPickup?: Maybe<string>;
  /** Where a form posts that takes the basket to those of other shops, on the portal. */
  groupUrl?: Maybe<string>;
}

export interface SlotChoice {
  id: string;
  /** ISO instants. */
  start: string;
  end: string;
  isSelected: boolean;
  /** A full slot is shown and cannot be chosen. */
  isFull: boolean;
  /** « Plus que 1 place ». */
  hint?: Maybe<string>;
}

export interface SlotDay {
  /** `YYYY-MM-DD`. */
  date: string;
  /** « Aujourd’hui », « Demain », « Mardi 24 novembre ». */
  label: string;
  isOpen: boolean;
  slots: SlotChoice[];
}

export interface TextField {
  value: string;
  error?: Maybe<string>;
}

/** `choices` hold `similar`, `leave_out`, `call`; posted as `substitution[<variantId>]`. */
export interface CheckoutLine {
  variantId: string;
  name: string;
  variantLabel?: Maybe<string>;
  photo?: Maybe<Photo>;
  quantity: number;
  total: number;
  choices: Choice[];
}

/**
 * Posts to `action`: `slotId`, `name`, `email`, `phone`, `note`, `substitution[<variantId>]`, `idempotencyKey`,
 * `terms` (`yes`), and `payment` by the button: `shop`, or `card` where `card` is there. Ids of inputs for `errors`: `slots`, `name`, `email`, `phone`, `note`, `terms`.
 */
export interface CheckoutView extends View {
  action: string;
  idempotencyKey: string;
  errors: FormError[];
  notices: Notice[];
  days: SlotDay[];
  slotError?: Maybe<string>;
  customer: { name: TextField; email: TextField; phone: TextField; note: TextField };
  /** The box « also by text message », where the shop sends any. */
  texts?: Maybe<{ checked: boolean }>;
  termsUrl: string;
  termsError?: Maybe<string>;
  termsAccepted: boolean;
  lines: CheckoutLine[];
  total: number;
  /** « Réserver », or « Commande avec obligation de paiement » when paid online. */
  submitLabel: string;
  payHint: string;
  /** The second button, where the shop takes cards online. */
  card?: Maybe<{ label: string; hint: string }>;
  backUrl: string;
}

export type OrderStatus =
  | 'placed'
  | 'accepted'
  | 'ready'
  | 'collected'
  | 'partially_collected'
  | 'refused'
  | 'cancelled'
  | 'lapsed'
  | 'no_show';

/** `at` is an ISO instant, null for a step still to come. */
export interface TimelineStep {
  label: string;
  at?: Maybe<string>;
  isDone: boolean;
  isCurrent: boolean;
}

/** A struck line was left out; `reason` says why. */
export interface OrderLine {
  name: string;
  variantLabel?: Maybe<string>;
  quantity: number;
  total: number;
  isStruck: boolean;
  reason?: Maybe<string>;
}

/** What a customer declares to withdraw from the contract: posts `name`, `email` and `lines[]` to `action`. */
export interface WithdrawalFormView {
  action: string;
  text: string;
  /** « Vous pouvez renoncer jusqu’au mardi 8 décembre. » */
  until?: Maybe<string>;
  consequence: string;
  lines: { id: string; value: string; label: string; isSelected: boolean }[];
  linesError?: Maybe<string>;
  name: TextField;
  email: TextField;
  errors: FormError[];
  backUrl: string;
}

export interface OrderView extends View {
  number: string;
  status: OrderStatus;
  statusLabel: string;
  /** What the customer does now. */
  statusText: string;
  tone: 'info' | 'success' | 'warning' | 'danger';
  timeline: TimelineStep[];
  /** Null once it is of no use (collected, cancelled...). */
  pickupCode?: Maybe<string>;
  /** `data:image/svg+xml;base64,...` or `data:image/png;base64,...`. */
  qr?: Maybe<string>;
  slot?: Maybe<{ start: string; end: string }>;
  pickupPlace: string;
  lines: OrderLine[];
  total: number;
  payHint: string;
  customerName: string;
  note?: Maybe<string>;
  calendarUrl?: Maybe<string>;
  /** A form that posts to it, after a confirmation page or a `<details>`. */
  cancelUrl?: Maybe<string>;
  /** Server-sent events that say when the order moved; null when nothing more happens. */
  liveUrl?: Maybe<string>;
  /** A form that posts to it adds the order to the customer's list on the portal. */
  keepUrl?: Maybe<string>;
  /** A form that posts to it fills the basket with the same again. */
  againUrl?: Maybe<string>;
  /** Messages that can be stopped: `reminders` and `texts` (null: not asked for), posted to `url` as `yes`. */
  messages?: Maybe<{ url: string; reminders: boolean; texts: Maybe<boolean> }>;
  /** A form that posts to `url`: the order waits to be paid by card. */
  pay?: Maybe<{ url: string; label: string; text: string }>;
  /** Shown in place of the order's details: the customer is about to withdraw. */
  withdrawal?: Maybe<WithdrawalFormView>;
  /** Other slots to choose from: a form that posts `slot` to `url`, a button for each. */
  otherSlots?: Maybe<{ url: string; slots: { id: string; label: string }[] }>;
  links: NavLink[];
  locale?: Locale;
}
