export { testAlert, type AlertMessage } from './alert-text.js';
export * from './alerts.errors.js';
export { AlertsModule } from './alerts.module.js';
export { PushDevices, type AlertChoices, type PushDevice } from './push-devices.service.js';
export { PushSender, type PushAnswer } from './push-sender.service.js';
export { pushSubscription, type PushSubscriptionInput } from './push-subscription.js';
