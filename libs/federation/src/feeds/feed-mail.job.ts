import { Inject, Injectable } from '@nestjs/common';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  letter,
  type Mailer,
  MAILER,
  publicOrigin,
  SETTINGS,
  type Settings,
} from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { FEED_MAIL_TASK } from './feed-sync-task.js';

interface FeedMailJob extends JobPayload {
  feedId: string;
  hiddenAt: string;
}

interface Told {
  email: string;
  person: string | null;
  personId: string;
  feed: string;
  url: string;
}

const AGENTS = `
  select p.email, p.name as person, p.person_id as "personId", f.name as feed, f.url
  from feed f join membership m on m.initiative_id = f.initiative_id and m.role = 'initiative_agent' join person p using (person_id)
  where f.feed_id::text = $1 and f.hidden_at is not null order by p.person_id`;

/** Tells the agents of an initiative that a feed of theirs has not answered for a week. */
@HandlesJob({ task: FEED_MAIL_TASK })
@Injectable()
export class FeedMailJobHandler implements JobHandler<FeedMailJob> {
  constructor(
    private readonly tenancy: Tenancy,
    @Inject(MAILER) private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ feedId, hiddenAt }: FeedMailJob): Promise<void> {
    const agents = await this.tenancy.regionTransaction((tx) => tx.query<Told[]>(AGENTS, [feedId]));
    for (const { email, person, personId, feed, url } of agents) {
      const mail = letter({
        to: email,
        from: this.settings.mailFrom,
        messageId: `<feed-hidden.${feedId}.${Date.parse(hiddenAt)}.${personId}@${this.settings.baseDomain}>`,
        subject: `Le flux ${feed} ne répond plus`,
        before: [
          person ? `Bonjour ${person},` : 'Bonjour,',
          `Depuis une semaine, nous ne pouvons plus lire le flux «\u00a0${feed}\u00a0» (${url}). Ses annonces ne sont plus montrées sur le portail, pour ne pas promettre ce qui n’existe peut-être plus.`,
        ],
        link: {
          url: `${publicOrigin(this.settings, 'gestion')}/territoire/flux/${feedId}`,
          label: 'Voir ce qui s’est passé',
        },
        after: ['Dès qu’il répondra de nouveau, tout reviendra de soi-même.'],
      });
      await this.mailer.send(mail);
    }
  }
}
