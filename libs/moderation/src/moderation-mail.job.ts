import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, type JobPayload, Letters, type OwnLetter } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { type Decision, Decisions } from './decisions.service.js';
import { ModerationLinks } from './moderation-links.js';
import { Reports } from './reports.service.js';
import { DECISION_MAIL_TASK, REPORTER_MAIL_TASK } from './tasks.js';

interface ReporterMailJob extends JobPayload {
  reportId: string;
  about: 'receipt' | 'decision';
}

type Words = Omit<OwnLetter, 'id' | 'to'>;

const APPEAL_WORDS = 'six\u00a0mois';

/** Tells whoever reported that it came in, and what was decided (article 16, 4 and 5). */
@Injectable()
@HandlesJob({ task: REPORTER_MAIL_TASK })
export class ReporterMailJobHandler implements JobHandler<ReporterMailJob> {
  constructor(
    private readonly reports: Reports,
    private readonly letters: Letters,
    private readonly links: ModerationLinks,
  ) {}

  async handle({ reportId, about }: ReporterMailJob): Promise<void> {
    const report = await this.reports.find(reportId);
    // Contested before the mail went out: it waits again, and its next decision has a mail of its own.
    const isOpenAgain = about === 'decision' && report.outcome === null;
    if (report.reporterEmail === null || isOpenAgain) return;
    const what = report.productName ? `«\u00a0${report.productName}\u00a0» chez ${report.shopName}` : report.shopName;
    const link = this.links.report(reportId);
    const words: Record<ReporterMailJob['about'], Words> = {
      receipt: {
        subject: 'Nous avons reçu votre signalement',
        before: ['Bonjour,', `Votre signalement sur ${what} nous est bien parvenu. Une personne va l’examiner.`],
        link,
        after: ['Nous vous écrirons dès que la décision sera prise.'],
      },
      decision: {
        subject: 'Votre signalement a été examiné',
        before: [
          'Bonjour,',
          ...(report.complaint === null ? [] : ['Une autre personne a examiné votre recours.']),
          report.outcome === 'acted'
            ? `Après votre signalement, nous avons retiré ${what}.`
            : `Après examen, nous n’avons rien retiré de ce que vous avez signalé (${what}).`,
          ...(report.reasons ? [`Nos raisons\u00a0: ${report.reasons}`] : []),
        ],
        link,
        after: [
          report.mayComplain
            ? `Si vous n’êtes pas d’accord, dites-le d’ici ${APPEAL_WORDS} sur la page de votre signalement\u00a0: une autre personne l’examinera, gratuitement.`
            : '',
          'Vous pouvez aussi saisir un organe de règlement extrajudiciaire des litiges, ou le tribunal.',
        ].filter(Boolean),
      },
    };
    const id = `report.${reportId}.${about}${report.complaint === null ? '' : '.again'}`;
    await this.letters.send({ id, to: report.reporterEmail, ...words[about] });
  }
}

interface DecisionMailJob extends JobPayload {
  decisionId: string;
  about: 'decided' | 'appeal' | 'ended';
}

/** The statement of reasons to the owners (article 17), what became of their appeal, and the end. */
@Injectable()
@HandlesJob({ task: DECISION_MAIL_TASK })
export class DecisionMailJobHandler implements JobHandler<DecisionMailJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly decisions: Decisions,
    private readonly letters: Letters,
    private readonly links: ModerationLinks,
  ) {}

  async handle({ decisionId, about }: DecisionMailJob): Promise<void> {
    const decision = (await this.decisions.ofShop()).find((each) => each.decisionId === decisionId);
    if (!decision) return;
    const owners = await this.tenancy.shopRead<{ email: string }>(
      `select p.email from membership m join person p using (person_id) where m.shop_id = $1 and m.role = 'owner' order by 1`,
      [currentShopId()],
    );
    const letter = { id: `moderation.${decisionId}.${about}`, link: this.links.appeal, ...WORDS[about](decision) };
    await this.letters.sendAll(
      letter,
      owners.map(({ email }) => email),
    );
  }
}

const what = ({ productName, shopName }: Decision): string =>
  productName === null ? `votre boutique «\u00a0${shopName}\u00a0»` : `votre produit «\u00a0${productName}\u00a0»`;

const WORDS: Record<DecisionMailJob['about'], (decision: Decision) => Omit<Words, 'link'>> = {
  decided: (decision) => ({
    subject: decision.productName === null ? 'Votre boutique est suspendue' : 'Un de vos produits est retiré',
    before: [
      'Bonjour,',
      `La région a retiré ${what(decision)} du portail et de votre site. Une personne a pris cette décision, sans décision automatisée${decision.reportId === null ? '' : ', après un signalement'}.`,
      `Les faits\u00a0: ${decision.facts}`,
      `${decision.ground === 'illegal' ? 'Le texte de loi' : 'La règle du portail'}\u00a0: ${decision.basis}`,
      `Les commandes en cours ne changent pas. Si vous n’êtes pas d’accord, dites-le d’ici ${APPEAL_WORDS}\u00a0: une autre personne examinera votre recours, gratuitement.`,
    ],
    after: ['Vous pouvez aussi saisir un organe de règlement extrajudiciaire des litiges, ou le tribunal.'],
  }),
  appeal: (decision) => ({
    subject: 'Votre recours a été examiné',
    before: [
      'Bonjour,',
      decision.appealOutcome === 'reversed'
        ? `Vous aviez raison\u00a0: ${what(decision)} est de nouveau en ligne, comme avant.`
        : `La décision est maintenue\u00a0: ${what(decision)} reste hors ligne.`,
      `Nos raisons\u00a0: ${decision.appealReasons ?? ''}`,
    ],
    after: ['Vous pouvez saisir un organe de règlement extrajudiciaire des litiges, ou le tribunal.'],
  }),
  ended: (decision) => ({
    subject:
      decision.productName === null
        ? 'Votre boutique est de nouveau en ligne'
        : 'Votre produit est de nouveau en ligne',
    before: ['Bonjour,', `La région a levé sa décision\u00a0: ${what(decision)} est de nouveau comme avant.`],
    after: [],
  }),
};
