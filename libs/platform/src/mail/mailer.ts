import { FileMailer } from './file-mailer.js';
import { SmtpMailer } from './smtp-mailer.js';
import type { Mailer } from './mail.js';

/** SMTP when `smtpUrl` (`smtp://user:password@host:587`, `smtps://...`) is set, else one `.eml` file a mail in `dir`. */
export function createMailer(settings: { smtpUrl?: string | null; dir: string }): Mailer {
  return settings.smtpUrl ? new SmtpMailer(settings.smtpUrl) : new FileMailer(settings.dir);
}
