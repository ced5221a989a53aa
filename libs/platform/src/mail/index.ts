export type { Mail, MailAddress, MailAttachment, Mailer } from './mail.js';
export * from './mail.errors.js';
export { letter } from './letter.js';
export { Letters, type OwnLetter } from './letters.service.js';
export { NamedMailer, SenderName } from './sender-name.js';
export { createMailer } from './mailer.js';
