import { FileMailer } from './file-mailer.js';
import { SmtpMailer } from './smtp-mailer.js';
import type { Mail } from './mail.js';

export interface Mailer {
  /** Hands the mail over, or throws `MailUnavailableError` (try again) or `MailRefusedError` (do not). */
  send(mail: Mail): Promise<void>;
  /** Ends open connections. */
  close(): Promise<void>;
}

/** SMTP when `smtpUrl` (`smtp://user:password@host:587`, `smtps://...`) is set, else one `.eml` file a mail in `dir`. */
export function createMailer(settings: { smtpUrl?: string | null; dir: string }): Mailer {
  return settings.smtpUrl ? new SmtpMailer(settings.smtpUrl) : new FileMailer(settings.dir);
}
