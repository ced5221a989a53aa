export type { Mail, MailAddress, MailAttachment, Mailer } from './mail.js';
export * from './mail.errors.js';
export { letter } from './letter.js';
export { Letters, type OwnLetter } from './letters.service.js';
export { NamedMailer, PortalName } from './portal-name.js';
export { createMailer } from './mailer.js';
