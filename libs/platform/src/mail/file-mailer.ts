import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { mailMessage } from './mail-message.js';
import { MailUnavailableError } from './mail.errors.js';
import type { Mail, Mailer } from './mail.js';

/**
 * Each mail is a file `<time>-<message id>.eml` in one folder: names sort by the time of sending (UTC, milliseconds),
 * and a file that is there is complete.
 */
export class FileMailer implements Mailer {
  private readonly transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  private lastTime = 0;

  constructor(private readonly dir: string) {}

  async send(mail: Mail): Promise<void> {
    const name = `${this.time()}-${mail.messageId.replace(/[^A-Za-z0-9.@-]/g, '_').slice(1, -1)}.eml`;
    const { message } = await this.transport.sendMail(mailMessage(mail));
    const unfinished = join(this.dir, `.${randomUUID()}.tmp`);
    try {
      await mkdir(this.dir, { recursive: true });
      await writeFile(unfinished, message as Buffer, { flush: true });
      await rename(unfinished, join(this.dir, name));
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw new MailUnavailableError({ reason: (error as NodeJS.ErrnoException).code ?? 'unknown' });
    }
  }

  async close(): Promise<void> {
    this.transport.close();
  }

  /** `20261123T101500123Z`; two mails of this process never share one. */
  private time(): string {
    this.lastTime = Math.max(Date.now(), this.lastTime + 1);
    return new Date(this.lastTime).toISOString().replace(/[-:.]/g, '');
  }
}
