export { HttpSmsSender, type SmsSettings } from './http-sms-sender.js';
export { type Sms, SmsRefusedError, type SmsSender, SmsUnavailableError } from './sms-sender.js';
