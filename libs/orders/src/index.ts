export { CodeAttempts } from './code-attempts.js';
export { counterMarks, type CounterMarks } from './counter-marks.js';
export { OrderBook } from './order-book.service.js';
export { type CounterHandover, OrderCounter } from './order-counter.service.js';
export type {
  PaymentDetails,
  PaymentStatus,
  RefundDetails,
  WithdrawalDetails,
  WithdrawalExclusion,
  OrderActor,
  OrderDetails,
  OrderEventDetails,
  OrderLineDetails,
  RefusalReason,
  Substitution,
} from './order-details.js';
export { customerSchema, orderInputSchema, orderLineSchema, type OrderInput } from './order-input.js';
export { canMove, isFinal, ORDER_STATUSES, type OrderStatus } from './order-status.js';
export { OrdersModule } from './orders.module.js';
export { OrderPaying } from './order-paying.service.js';
export { Orders } from './orders.service.js';
export * from './orders.errors.js';
export * from './rebooking/rebooking.errors.js';
export { LostSlots } from './rebooking/lost-slots.job.js';
export { normalizedCode, readableCode } from './pickup-code.js';
export { type CalendarShop, orderCalendar } from './order-calendar.js';
export { OrderIndex, type OrderPlace } from './order-index.js';
export { MAIL_TASK, type MailKind, TEXT_TASK } from './order-news.js';
export { refusalText } from './refusal-text.js';
export { type DayAtAGlance, ShopDay } from './shop-day.service.js';
