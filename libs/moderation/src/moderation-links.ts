import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';

/** Where the mails of moderation lead. */
@Injectable()
export class ModerationLinks {
  readonly appeal: { url: string; label: string };

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {
    this.appeal = { url: `${publicOrigin(settings, 'gestion')}/moderation`, label: 'Lire la décision' };
  }

  /** Where whoever reported follows it. Secret: it says what they wrote. */
  report(reportId: string): { url: string; label: string } {
    const link = `${reportId}.${this.proof(reportId)}`;
    return { url: `${publicOrigin(this.settings)}/signalement/suivi/${link}`, label: 'Suivre mon signalement' };
  }

  /** Of which report the last part of such an address is; null: of none. */
  reportOf(link: string): string | null {
    const [reportId = '', given = ''] = link.split('.');
    const [proof, wanted] = [Buffer.from(given), Buffer.from(this.proof(reportId))];
    return proof.length === wanted.length && timingSafeEqual(proof, wanted) ? reportId : null;
  }

  private proof(reportId: string): string {
    return createHmac('sha256', this.settings.appSecret).update(`report:${reportId}`).digest('base64url');
  }
}
