export { type MessageChoice, MessageChoices } from './message-choices.service.js';
export { MessagesModule } from './messages.module.js';
export { type OrderMailJob, SendOrderMail } from './order-mail.job.js';
export { TellRelay } from './order-relay.job.js';
export { OrderRelays, type RelayedShop, relayInput } from './order-relay.service.js';
export { SendOrderText } from './order-text.job.js';
export { mobileNumber } from './text-writer.js';
