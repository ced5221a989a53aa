import { Inject, Injectable } from '@nestjs/common';
import {
  HandlesJob,
  type JobHandler,
  type JobPayload,
  Letters,
  publicOrigin,
  SETTINGS,
  type Settings,
  SubscribesTo,
} from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { NUDGE_MAIL_TASK, Sleep } from './sleep.service.js';

/** Each day: which shops give no sign of life. */
@HandlesJob({ task: 'care.watch', cron: '10 3 * * *' })
@Injectable()
export class SleepWatch implements JobHandler {
  constructor(private readonly sleep: Sleep) {}

  async handle(): Promise<void> {
    await this.sleep.watch();
  }
}

/** Whoever sleeps wakes at the first sign. */
@SubscribesTo({ types: ['product.changed', 'order.moved'], task: 'care.wake' })
@Injectable()
export class SleepWake implements JobHandler {
  constructor(private readonly sleep: Sleep) {}

  async handle({ shopId }: JobPayload): Promise<void> {
    if (shopId !== null) await this.sleep.wake();
  }
}

interface NudgeMailJob extends JobPayload {
  about: 'nudge' | 'asleep';
}

/** Asks the owners whether the stock is right; tells them when the portal no longer counts on it. */
@Injectable()
@HandlesJob({ task: NUDGE_MAIL_TASK })
export class NudgeMail implements JobHandler<NudgeMailJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly sleep: Sleep,
    private readonly letters: Letters,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async handle({ about }: NudgeMailJob): Promise<void> {
    const shopId = currentShopId();
    const { nudgedAt } = await this.sleep.state();
    if (nudgedAt === null) return;
    const owners = await this.tenancy.shopRead<{ email: string; shop: string }>(OWNERS_SQL, [shopId]);
    const url = `${publicOrigin(this.settings, 'gestion')}/stock-a-jour/${shopId}/${this.sleep.token(shopId, nudgedAt)}`;
    if (owners.length === 0) return;
    const letter = {
      id: `stock.${shopId}.${Date.parse(nudgedAt)}.${about}`,
      link: { url, label: 'Mon stock est à jour' },
      ...WORDS[about](owners[0]!.shop),
    };
    await this.letters.sendAll(
      letter,
      owners.map(({ email }) => email),
    );
  }
}

const WORDS = {
  nudge: (shop: string) => ({
    subject: 'Votre stock est-il toujours à jour\u00a0?',
    before: [
      'Bonjour,',
      `Rien n’a bougé dans la boutique «\u00a0${shop}\u00a0» depuis un mois\u00a0: ni stock, ni produit, ni commande. Si ce qui est affiché est juste, dites-le nous d’un geste\u00a0:`,
    ],
    after: [
      'Sans réponse dans sept jours, le portail n’annoncera plus vos produits comme disponibles au retrait. Votre boutique reste en ligne, et le premier changement de stock suffit à les y remettre.',
    ],
  }),
  asleep: (shop: string) => ({
    subject: 'Vos produits ne sont plus annoncés au retrait',
    before: [
      'Bonjour,',
      `La boutique «\u00a0${shop}\u00a0» reste en ligne, mais le portail ne dit plus quand ses produits peuvent être retirés\u00a0: nous ne savons plus si le stock est juste. Un geste suffit\u00a0:`,
    ],
    after: ['Ou changez le stock d’un produit\u00a0: tout revient aussitôt.'],
  }),
};

const OWNERS_SQL = `
  select p.email, s.name as shop from membership m join person p using (person_id) join shop s on s.shop_id = m.shop_id
  where m.shop_id = $1 and m.role = 'owner' order by 1`;
