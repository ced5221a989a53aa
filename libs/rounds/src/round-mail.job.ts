import { Inject, Injectable } from '@nestjs/common';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  Letters,
  MailRefusedError,
  MailUnavailableError,
  type OwnLetter,
  SETTINGS,
  type Settings,
} from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { RoundBook, type RoundDetails } from './round-book.service.js';
import { roundCalendar } from './round-calendar.js';
import { roundText } from './round-text.js';

export const ROUND_MAIL_TASK = 'rounds.mail';

interface RoundMailJob extends JobPayload {
  roundId: string;
}

/** How a try ended; one that reached nobody does not count. */
const ENDS = {
  gone: 'mailed_at = now()',
  refused: 'mail_attempts = 2',
  unreachable: 'mail_attempts = greatest(mail_attempts - 1, 0)',
};

/** One mail for the whole round beside those of its orders: where, when, in which order. At least once, at most twice, one Message-ID. */
@Injectable()
@HandlesJob({ task: ROUND_MAIL_TASK })
export class SendRoundMail implements JobHandler<RoundMailJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly book: RoundBook,
    private readonly letters: Letters,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ roundId }: RoundMailJob): Promise<void> {
    const round = await this.book.find(roundId);
    const mail = round && this.write(round, roundId);
    if (!mail || !(await this.begin(roundId))) return;
    try {
      await this.letters.send(mail);
    } catch (error) {
      if (error instanceof MailUnavailableError) await this.end(roundId, 'unreachable');
      if (!(error instanceof MailRefusedError)) throw error;
      return this.end(roundId, 'refused');
    }
    await this.end(roundId, 'gone');
  }

  /** Null where the orders say everything, and for a customer whose data was erased. */
  private write(round: RoundDetails, roundId: string): OwnLetter | null {
    const { order } = round.orders[0]!;
    if (round.orders.length < 2 || order.isErased) return null;
    const calendar = roundCalendar(round, this.settings.baseDomain);
    return {
      id: `round.${roundId}`,
      to: order.customer.email,
      ...roundText(round, order.language),
      attachments: [
        { filename: 'tournee.ics', content: calendar, contentType: 'text/calendar; charset=utf-8; method=PUBLISH' },
      ],
    };
  }

  /** False when it was sent, or tried twice. */
  private async begin(roundId: string): Promise<boolean> {
    const rows = await this.tenancy.publicRead(
      `with begun as (
         update customer_round set mail_attempts = mail_attempts + 1
         where round_id = $1 and mailed_at is null and mail_attempts < 2 returning round_id)
       select round_id from begun`,
      [roundId],
    );
    return rows.length > 0;
  }

  private async end(roundId: string, how: keyof typeof ENDS): Promise<void> {
    await this.tenancy.publicTransaction((tx) =>
      tx.query(`update customer_round set ${ENDS[how]} where round_id = $1`, [roundId]),
    );
  }
}
