export type { Mail, MailAddress, MailAttachment, Mailer } from './mail.js';
export * from './mail.errors.js';
export { letter, type Letter } from './letter.js';
export { createMailer } from './mailer.js';
