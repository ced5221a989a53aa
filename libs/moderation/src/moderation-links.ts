import { Inject, Injectable } from '@nestjs/common';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';

/** Where the mails of moderation lead. */
@Injectable()
export class ModerationLinks {
  readonly portal: { url: string; label: string };
  readonly appeal: { url: string; label: string };

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.portal = { url: publicOrigin(settings), label: 'Le portail' };
    this.appeal = { url: `${publicOrigin(settings, 'gestion')}/moderation`, label: 'Lire la décision' };
  }
}
