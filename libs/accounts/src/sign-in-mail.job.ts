import { Injectable } from '@nestjs/common';
import { newId } from '#libs/kernel';
import { HandlesJob, type JobHandler, type JobPayload, Letters, type OwnLetter, PortalName } from '#libs/platform';
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
    private readonly letters: Letters,
    private readonly portal: PortalName,
  ) {}

  async handle({ personId }: SignInMailJob): Promise<void> {
    if (personId === null) return;
    const [person] = await this.tenancy.publicRead<{ email: string; name: string | null }>(
      'select email, name from person where person_id = $1',
      [personId],
    );
    if (!person) return;
    const link = await this.links.issue(personId);
    await this.letters.send(signInMail(person, link, this.portal.shown));
  }
}

const signInMail = (person: { email: string; name: string | null }, url: string, portal: string): OwnLetter => ({
  id: `sign-in.${newId()}`,
  to: person.email,
  subject: 'Votre lien de connexion',
  before: [
    person.name ? `Bonjour ${person.name},` : 'Bonjour,',
    `Voici votre lien pour entrer dans votre espace «\u00a0${portal}\u00a0»\u00a0:`,
  ],
  link: { url, label: 'Entrer dans mon espace' },
  after: [
    `Il sert une seule fois, dans les ${LINK_MINUTES}\u00a0minutes. Si vous n’avez rien demandé, laissez ce message de côté\u00a0: sans lui, personne n’entre.`,
  ],
});
