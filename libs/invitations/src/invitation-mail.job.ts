import { Inject, Injectable } from '@nestjs/common';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  letter,
  type Mail,
  type Mailer,
  MAILER,
  PortalName,
  publicOrigin,
  SETTINGS,
  type Settings,
} from '#libs/platform';
import { Claims } from '#libs/shops';
import { Tenancy } from '#libs/tenancy';
import { loadTerritory } from '#libs/territory';
import * as sql from './invitations-sql.js';
import { INVITATION_MAIL_TASK } from './invitations.service.js';

interface InvitationJob extends JobPayload {
  invitedShopId: string;
  batchId: string;
}

interface Invited {
  name: string;
  email: string;
  slug: string;
  initiative: string | null;
}

/** Invites one owner by mail. The code is made here, so that no job ever holds one. */
@Injectable()
@HandlesJob({ task: INVITATION_MAIL_TASK })
export class InvitationMailJob implements JobHandler<InvitationJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly claims: Claims,
    private readonly portal: PortalName,
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ invitedShopId, batchId }: InvitationJob): Promise<void> {
    const ids = [invitedShopId, batchId];
    const [invited] = await this.tenancy.regionTransaction((tx) => tx.query<Invited[]>(sql.MAIL, ids));
    const [code] = await this.claims.letters([invitedShopId]);
    if (!invited || !code) return;
    const messageId = `<invitation.${batchId}.${invitedShopId}@${this.settings.baseDomain}>`;
    await this.mailer.send(
      invitationMail({ ...invited, code: code.code, messageId }, this.portal.shown, this.settings),
    );
    await this.tenancy.regionTransaction((tx) =>
      tx.query('update claim_invitation set sent_at = now() where shop_id = $1 and batch_id = $2', ids),
    );
  }
}

function invitationMail(
  { name, email, slug, initiative, code, messageId }: Invited & { code: string; messageId: string },
  portal: string,
  settings: Settings,
): Mail {
  const office = publicOrigin(settings, 'gestion');
  const region = loadTerritory(settings.regionCode).region.name;
  return letter({
    to: email,
    from: settings.mailFrom,
    messageId,
    subject: `Une page en ligne attend « ${name} »`,
    before: [
      'Bonjour,',
      `${initiative ?? `La région ${region}`} a préparé une page pour «\u00a0${name}\u00a0» sur «\u00a0${portal}\u00a0», le portail des commerces de la région ${region}\u00a0: ${publicOrigin(settings, slug)}`,
      'Elle attend son propriétaire. Prenez-la en main pour y montrer vos produits et recevoir des réservations, retirées et payées chez vous.',
      `Votre code, qui ne sert qu’une fois\u00a0: ${code}`,
    ],
    link: { url: `${office}/prise-en-main?code=${code}`, label: 'Prendre ma boutique en main' },
    after: [
      `Vous ne souhaitez pas de page\u00a0? Elle se retire en un clic, sans compte\u00a0: ${office}/retrait?boutique=${slug}`,
      'Votre adresse vient de la liste que cette initiative tient de ses commerces. Ne donnez ce code à personne.',
    ],
  });
}
