import { Inject, Injectable } from '@nestjs/common';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  Letters,
  publicOrigin,
  SETTINGS,
  type Settings,
} from '#libs/platform';
import { INVITATION_DAYS, INVITATION_MAIL_TASK, Invitations } from './invitations.service.js';

interface InvitationMailJob extends JobPayload {
  invitationId: string;
}

/** The token is made here, so that no job ever holds one. */
@Injectable()
@HandlesJob({ task: INVITATION_MAIL_TASK })
export class InvitationMailJobHandler implements JobHandler<InvitationMailJob> {
  constructor(
    private readonly invitations: Invitations,
    private readonly letters: Letters,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ invitationId }: InvitationMailJob): Promise<void> {
    const issued = await this.invitations.issue(invitationId);
    if (!issued) return;
    const { email, shopName, invitedBy, token } = issued;
    await this.letters.send({
      id: `invitation.${invitationId}.${token.slice(0, 8)}`,
      to: email,
      subject: `${shopName} vous invite dans son équipe`,
      before: [
        'Bonjour,',
        `${invitedBy} vous invite à rejoindre l’équipe de la boutique en ligne «\u00a0${shopName}\u00a0»\u00a0: ses produits, ses commandes, ses horaires.`,
      ],
      link: { url: `${publicOrigin(this.settings, 'gestion')}/invitation/${token}`, label: 'Rejoindre la boutique' },
      after: [
        `Le lien sert une seule fois, pendant ${INVITATION_DAYS}\u00a0jours. Si vous ne connaissez pas cette boutique, laissez ce message de côté.`,
      ],
    });
  }
}
