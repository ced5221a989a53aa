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
import { ASSISTANCE_MAIL_TASK, ASSISTANCE_MINUTES, Assistances } from './assistance.service.js';

interface AssistanceMailJob extends JobPayload {
  assistanceId: string;
}

/** Asks the owners of a shop whether somebody may act for it. */
@Injectable()
@HandlesJob({ task: ASSISTANCE_MAIL_TASK })
export class AssistanceMailJobHandler implements JobHandler<AssistanceMailJob> {
  constructor(
    private readonly assistances: Assistances,
    private readonly letters: Letters,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ assistanceId }: AssistanceMailJob): Promise<void> {
    const issued = await this.assistances.issue(assistanceId);
    if (!issued) return;
    const { shopName, agentName, reason, code, emails } = issued;
    const letter = {
      id: `assistance.${assistanceId}`,
      subject: `${agentName} demande à vous aider dans votre boutique`,
      before: [
        'Bonjour,',
        `${agentName} vous propose d’agir à votre place dans la boutique «\u00a0${shopName}\u00a0», pendant ${ASSISTANCE_MINUTES}\u00a0minutes au plus\u00a0: ${reason}`,
        `Si vous êtes au téléphone avec cette personne et d’accord, lisez-lui ce code\u00a0: ${code.slice(0, 3)} ${code.slice(3)}. Sinon, répondez depuis votre espace\u00a0:`,
      ],
      link: { url: `${publicOrigin(this.settings, 'gestion')}/accompagnement`, label: 'Répondre' },
      after: [
        'Vous verrez tout ce qui sera fait, et vous pourrez y mettre fin à tout moment. Si vous n’avez rien demandé, ne donnez pas ce code.',
      ],
    };
    await this.letters.sendAll(letter, emails);
  }
}
