export { CardCheckout } from './card-checkout.service.js';
export { type AccountState, PaymentAccounts } from './payment-accounts.service.js';
export { PaymentEvents } from './payment-events.service.js';
export * from './payments.errors.js';
export { PaymentsModule } from './payments.module.js';
export { Refunds } from './refunds.service.js';
export { Settlement } from './settlement.service.js';
export { withdrawalEnd, withdrawalOffer, type WithdrawalOffer } from './withdrawal-period.js';
export { Withdrawals, withdrawalInput } from './withdrawals.service.js';
