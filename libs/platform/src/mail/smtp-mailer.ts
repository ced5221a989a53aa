import nodemailer, { type Transporter } from 'nodemailer';
import { mailMessage } from './mail-message.js';
import { MailRefusedError, MailUnavailableError } from './mail.errors.js';
import type { Mail, Mailer } from './mail.js';

interface SmtpError {
  code?: string;
  responseCode?: number;
}

/** Mail over SMTP, on at most two connections that are kept open between mails. */
export class SmtpMailer implements Mailer {
  private readonly transport: Transporter;

  constructor(url: string) {
    this.transport = nodemailer.createTransport({
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: 5000,
      greetingTimeout: 5000,
      dnsTimeout: 5000,
      socketTimeout: 20_000,
    });
  }

  async send(mail: Mail): Promise<void> {
    const message = mailMessage(mail);
    await this.transport.sendMail(message).catch((error: unknown) => {
      throw typed(error as SmtpError);
    });
  }

  async close(): Promise<void> {
    this.transport.close();
  }
}

/**
 * A permanent answer (5xx) to the recipient or the text is final. Everything else may be better later: no server, a 4xx,
 * and refused credentials too, which are the operator's to mend and no fault of the mail.
 */
function typed({ code, responseCode }: SmtpError): MailRefusedError | MailUnavailableError {
  const isAboutTheMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (isAboutTheMail && (responseCode ?? 550) >= 500) return new MailRefusedError({ answer: responseCode ?? 550 });
  return new MailUnavailableError({ reason: code ?? 'unknown', ...(responseCode ? { answer: responseCode } : {}) });
}
