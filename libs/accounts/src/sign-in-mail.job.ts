import { Inject, Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  type Mail,
  type Mailer,
  MAILER,
  SETTINGS,
  type Settings,
} from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { LINK_MINUTES, SIGN_IN_MAIL_TASK, SignInLinks } from './sign-in-links.service.js';

interface SignInMailJob extends JobPayload {
  /** Null when the address has no account: the job exists so that asking takes as long. */
  personId: string | null;
}

/** The link is made here, so that no job ever holds one. */
@Injectable()
@HandlesJob({ task: SIGN_IN_MAIL_TASK })
export class SignInMailJobHandler implements JobHandler<SignInMailJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly links: SignInLinks,
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ personId }: SignInMailJob): Promise<void> {
    if (personId === null) return;
    const [person] = await this.tenancy.publicRead<{ email: string; name: string | null }>(
      'select email, name from person where person_id = $1',
      [personId],
    );
    if (!person) return;
    const link = await this.links.issue(personId);
    await this.mailer.send(signInMail(person, link, this.settings));
  }
}

function signInMail(person: { email: string; name: string | null }, link: string, settings: Settings): Mail {
  const greeting = person.name ? `Bonjour ${person.name},` : 'Bonjour,';
  const ask = 'Voici votre lien pour entrer dans votre espace Devanture :';
  const validity = `Il sert une seule fois, dans les ${LINK_MINUTES}\u00a0minutes. Si vous n’avez rien demandé, laissez ce message de côté\u00a0: sans lui, personne n’entre.`;
  const paragraphs = [greeting, ask.replace(' :', '\u00a0:')].map((text) => `<p>${escapeHtml(text)}</p>`).join('');
  return {
    to: person.email,
    from: settings.mailFrom,
    subject: 'Votre lien de connexion',
    messageId: `<sign-in.${newId()}@${settings.baseDomain}>`,
    text: `${greeting}\n\n${ask}\n${link}\n\n${validity}\n`,
    html: `${paragraphs}<p><a href="${escapeHtml(link)}">Entrer dans mon espace</a></p><p>${escapeHtml(validity)}</p>`,
  };
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
