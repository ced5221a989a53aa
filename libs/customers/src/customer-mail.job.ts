import { Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel';
import { HandlesJob, type JobHandler, type JobPayload, Letters } from '#libs/platform';
import { CUSTOMER_MAIL_TASK, CustomerLinks, LINK_MINUTES } from './customer-links.service.js';

interface CustomerMailJob extends JobPayload {
  /** Names the request. */
  asked: string;
}

/** Sends the link that proves an address. */
@Injectable()
@HandlesJob({ task: CUSTOMER_MAIL_TASK })
export class SendCustomerLink implements JobHandler<CustomerMailJob> {
  constructor(
    private readonly links: CustomerLinks,
    private readonly letters: Letters,
  ) {}

  async handle({ asked }: CustomerMailJob): Promise<void> {
    const issued = await this.links.issue(asked);
    if (!issued) return;
    await this.letters.send({
      id: `customer.${newId()}`,
      to: issued.email,
      subject: 'Retrouvez vos commandes',
      before: ['Bonjour,', 'Voici votre lien pour retrouver vos commandes dans toutes les boutiques\u00a0:'],
      link: { url: issued.url, label: 'Voir mes commandes' },
      after: [
        `Il sert une seule fois, dans les ${LINK_MINUTES}\u00a0minutes. Si vous n’avez rien demandé, laissez ce message de côté.`,
      ],
    });
  }
}
