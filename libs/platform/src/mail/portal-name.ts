import { Injectable } from '@nestjs/common';
import type { Mail, Mailer } from './mail.js';

/** What the region calls its portal: wherever the program names itself, and as the sender of its own mails. */
@Injectable()
export class PortalName {
  /** As the region has published it; null: it has not, and mails go out under the name of MAIL_FROM. */
  own: string | null = null;

  get shown(): string {
    return this.own ?? 'Devanture';
  }
}

/** Sends what comes from the region's own address under the region's name. */
export class NamedMailer implements Mailer {
  private readonly address: string;

  constructor(
    private readonly mailer: Mailer,
    private readonly portal: PortalName,
    private readonly mailFrom: string,
  ) {
    this.address = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom.trim();
  }

  send(mail: Mail): Promise<void> {
    const name = this.portal.own;
    if (name === null || mail.from !== this.mailFrom) return this.mailer.send(mail);
    return this.mailer.send({ ...mail, from: { name, address: this.address } });
  }

  close(): Promise<void> {
    return this.mailer.close();
  }
}
