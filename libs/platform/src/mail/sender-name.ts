import { Injectable } from '@nestjs/common';
import type { Mail, Mailer } from './mail.js';

/** Under which name the region's own mails go out; null: that of MAIL_FROM. */
@Injectable()
export class SenderName {
  name: string | null = null;
}

/** Sends what comes from the region's own address under the region's name. */
export class NamedMailer implements Mailer {
  private readonly address: string;

  constructor(
    private readonly mailer: Mailer,
    private readonly sender: SenderName,
    private readonly mailFrom: string,
  ) {
    this.address = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();
  }

  send(mail: Mail): Promise<void> {
    const { name } = this.sender;
    if (name === null || mail.from !== this.mailFrom) return this.mailer.send(mail);
    return this.mailer.send({ ...mail, from: { name, address: this.address } });
  }

  close(): Promise<void> {
    return this.mailer.close();
  }
}
