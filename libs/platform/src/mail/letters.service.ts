import { Inject, Injectable } from '@nestjs/common';
import type { Settings } from '../config/settings.js';
import { MAILER, SETTINGS } from '../config/tokens.js';
import { letter, type Letter } from './letter.js';
import { MailRefusedError } from './mail.errors.js';
import type { Mailer } from './mail.js';

/** `id` makes the Message-ID: the same at each try. */
export interface OwnLetter extends Omit<Letter, 'from' | 'messageId'> {
  id: string;
}

/** Short mails in the region's own name. */
@Injectable()
export class Letters {
  constructor(
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** One to each address; one that is refused for good does not keep the others from theirs. @throws MailUnavailableError */
  async sendAll({ id, ...rest }: Omit<OwnLetter, 'to'>, addresses: readonly string[]): Promise<void> {
    for (const [number, to] of addresses.entries()) {
      try {
        await this.send({ ...rest, id: `${id}.${number}`, to });
      } catch (error) {
        if (!(error instanceof MailRefusedError)) throw error;
      }
    }
  }

  /** @throws MailUnavailableError, MailRefusedError */
  async send({ id, ...rest }: OwnLetter): Promise<void> {
    const { mailFrom: from, baseDomain } = this.settings;
    await this.mailer.send(letter({ ...rest, from, messageId: `<${id}@${baseDomain}>` }));
  }
}
