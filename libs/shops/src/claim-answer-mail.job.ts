import { Inject, Injectable } from '@nestjs/common';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  letter,
  type Mail,
  type Mailer,
  MAILER,
  publicOrigin,
  SETTINGS,
  type Settings,
} from '#libs/platform';
import { Tenancy } from '#libs/tenancy';

export const CLAIM_ANSWER_MAIL_TASK = 'shops.claim_answer_mail';

interface ClaimAnswerMailJob extends JobPayload {
  claimedShopId: string;
  personId: string;
}

interface Answer {
  email: string;
  person: string | null;
  shop: string;
  accepted: boolean | null;
}

/** Tells whoever asked for a waiting shop what the agent decided. */
@Injectable()
@HandlesJob({ task: CLAIM_ANSWER_MAIL_TASK })
export class ClaimAnswerMailJobHandler implements JobHandler<ClaimAnswerMailJob> {
  constructor(
    private readonly tenancy: Tenancy,
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ claimedShopId, personId }: ClaimAnswerMailJob): Promise<void> {
    const [answer] = await this.tenancy.regionTransaction((tx) => tx.query<Answer[]>(FIND, [claimedShopId, personId]));
    if (!answer || answer.accepted === null) return;
    const messageId = `<claim-answer.${claimedShopId}.${personId}@${this.settings.baseDomain}>`;
    await this.mailer.send(answerMail(answer, messageId, this.settings));
  }
}

const FIND = `
  select p.email, p.name as person, s.name as shop, r.accepted
  from claim_request r join shop s on s.shop_id = r.shop_id join person p on p.person_id = r.person_id
  where r.shop_id = $1 and r.person_id = $2`;

function answerMail({ email, person, shop, accepted }: Answer, messageId: string, settings: Settings): Mail {
  const office = publicOrigin(settings, 'gestion');
  const greeting = person ? `Bonjour ${person},` : 'Bonjour,';
  const mail = { to: email, from: settings.mailFrom, messageId };
  if (accepted)
    return letter({
      ...mail,
      subject: `La boutique ${shop} est à vous`,
      before: [
        greeting,
        `Votre demande est acceptée\u00a0: vous pouvez préparer et ouvrir la boutique «\u00a0${shop}\u00a0».`,
      ],
      link: { url: `${office}/ouvrir`, label: 'Continuer l’ouverture' },
      after: ['Tout ce que nous savons déjà y est rempli. Vous relisez, vous corrigez, vous ouvrez.'],
    });
  return letter({
    ...mail,
    subject: `Votre demande pour ${shop}`,
    before: [
      greeting,
      `Nous n’avons pas pu vérifier que la boutique «\u00a0${shop}\u00a0» est la vôtre. Rien n’a changé sur sa page.`,
      'Si vous avez reçu son courrier, le code qu’il contient suffit\u00a0:',
    ],
    link: { url: `${office}/prise-en-main`, label: 'Entrer le code du courrier' },
    after: ['Sans courrier, appelez votre chambre ou votre mairie\u00a0: elles peuvent vérifier avec vous.'],
  });
}
