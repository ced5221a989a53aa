import { Inject, Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  letter,
  type Mail,
  type Mailer,
  MAILER,
  PortalName,
  SETTINGS,
  type Settings,
} from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { CHECK_DAYS, EMAIL_CHECK_TASK, Registrations } from './registrations.service.js';

interface EmailCheckJob extends JobPayload {
  personId: string;
}

interface NewPerson {
  email: string;
  name: string | null;
  isSecond: boolean;
}

/** The first e-mail to who opened an account alone. The link is made here, so that no job ever holds one. */
@Injectable()
@HandlesJob({ task: EMAIL_CHECK_TASK })
export class EmailCheckMailJob implements JobHandler<EmailCheckJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly registrations: Registrations,
    private readonly portal: PortalName,
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ personId }: EmailCheckJob): Promise<void> {
    const [person] = await this.tenancy.publicRead<NewPerson>(
      'select email, name, second_of is not null as "isSecond" from person where person_id = $1 and email_confirmed_at is null',
      [personId],
    );
    if (!person) return;
    await this.mailer.send(
      (person.isSecond ? secondMail : checkMail)(person, this.registrations.confirmationUrl(personId, person.email), {
        settings: this.settings,
        portal: this.portal.shown,
      }),
    );
  }
}

interface Sender {
  settings: Settings;
  /** As the region calls its portal. */
  portal: string;
}

function checkMail({ email, name }: NewPerson, url: string, { settings, portal }: Sender): Mail {
  return letter({
    to: email,
    from: settings.mailFrom,
    subject: 'Confirmez votre adresse e-mail',
    messageId: `<confirm.${newId()}@${settings.baseDomain}>`,
    before: [
      name ? `Bonjour ${name},` : 'Bonjour,',
      `Vous ouvrez une boutique sur «\u00a0${portal}\u00a0». Confirmez que cette adresse est bien la vôtre\u00a0:`,
    ],
    link: { url, label: 'Confirmer mon adresse' },
    after: [
      `Ce lien sert pendant ${CHECK_DAYS}\u00a0jours. Si vous n’avez rien demandé, ne l’ouvrez pas\u00a0: cette adresse reste sans confirmation.`,
    ],
  });
}

/** To who has an account already. It carries no name: whoever typed the address may be a stranger. */
function secondMail({ email }: NewPerson, url: string, { settings, portal }: Sender): Mail {
  return letter({
    to: email,
    from: settings.mailFrom,
    subject: `Vous avez déjà un compte sur «\u00a0${portal}\u00a0»`,
    messageId: `<confirm.${newId()}@${settings.baseDomain}>`,
    before: [
      'Bonjour,',
      `Une boutique est en cours d’ouverture sur «\u00a0${portal}\u00a0» avec votre adresse, qui a déjà un compte. Si c’est vous, ajoutez-la à ce compte\u00a0:`,
    ],
    link: { url, label: 'Ajouter cette boutique à mon compte' },
    after: [
      `Vous vous connecterez ensuite comme d’habitude. Ce lien sert pendant ${CHECK_DAYS}\u00a0jours.`,
      'Si vous n’avez rien demandé, ne l’ouvrez pas\u00a0: votre compte reste tel qu’il est, et personne n’y entre.',
    ],
  });
}
