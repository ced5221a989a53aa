export { OrderBook } from './order-book.service.js';
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
export { orderInputSchema, type OrderInput } from './order-input.js';
export { canMove, isFinal, ORDER_STATUSES, type OrderStatus } from './order-status.js';
export { OrdersModule } from './orders.module.js';
export { OrderPaying } from './order-paying.service.js';
export { Orders } from './orders.service.js';
export * from './orders.errors.js';
export { normalizedCode, readableCode } from './pickup-code.js';
export { orderCalendar } from './order-calendar.js';
export { refusalText } from './order-mail-texts.js';
export { SendOrderMail, type OrderMailJob } from './order-mail.job.js';
export { type DayAtAGlance, ShopDay } from './shop-day.service.js';
