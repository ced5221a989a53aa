export type { Mail, MailAddress, MailAttachment } from './mail.js';
export * from './mail.errors.js';
export { createMailer, type Mailer } from './mailer.js';
