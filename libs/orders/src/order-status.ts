export const ORDER_STATUSES = [
  'placed',
  'accepted',
  'ready',
  'collected',
  'partially_collected',
  'refused',
  'cancelled',
  'lapsed',
  'no_show',
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** From each state, the states an order may move to. */
const MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  placed: ['accepted', 'refused', 'cancelled', 'lapsed'],
  accepted: ['ready', 'collected', 'partially_collected', 'refused', 'cancelled'],
  ready: ['collected', 'partially_collected', 'no_show', 'cancelled'],
  collected: [],
  partially_collected: [],
  refused: [],
  cancelled: [],
  lapsed: [],
  no_show: [],
};

export const canMove = (from: OrderStatus, to: OrderStatus): boolean => MOVES[from].includes(to);

/** By its customer: what is ready can only be withdrawn from, when it was paid online. */
export const canBeCancelled = (status: OrderStatus): boolean => status === 'placed' || status === 'accepted';

/** Nothing more happens to the order. */
export const isFinal = (status: OrderStatus): boolean => MOVES[status].length === 0;

/** The goods go back on the shelf when an order ends like this. */
export const returnsStock = (status: OrderStatus): boolean =>
  ['refused', 'cancelled', 'lapsed', 'no_show'].includes(status);
