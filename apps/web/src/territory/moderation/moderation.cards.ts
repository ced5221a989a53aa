import { Inject, Injectable } from '@nestjs/common';
import type { Decision, Report } from '#libs/moderation';
import { publicOrigin, SETTINGS, type Settings } from '#libs/platform';
import { Pages } from '../../http/pages.js';
import { momentText } from '../../http/wording.js';

const PATH = '/territoire/moderation';

/** Reports and decisions as the region reads them. */
@Injectable()
export class ModerationCards {
  constructor(
    private readonly pages: Pages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  report(report: Report) {
    const { reportId, productName, shopName, slug, kind, reportedAt, reporterName, reporterEmail, complainedAt } =
      report;
    return {
      ...report,
      name: productName ?? shopName,
      of: productName === null ? null : shopName,
      kind: this.say(`kind_${kind}`),
      when: this.say('reported_on', { moment: momentText(new Date(reportedAt)) }),
      who: reporterName ?? reporterEmail ?? this.say('unnamed'),
      outcome: complainedAt && this.say('contested'),
      appealedOn: complainedAt && this.say('contested_on', { moment: momentText(new Date(complainedAt)) }),
      siteUrl: slug === null ? null : publicOrigin(this.settings, slug),
      url: `${PATH}/signalements/${reportId}`,
      text: report.explanation,
    };
  }

  decision(decision: Decision) {
    const { decisionId, productName, shopName, measure, ground, decidedAt, endedAt, appealedAt, appealOutcome } =
      decision;
    return {
      ...decision,
      name: productName ?? shopName,
      of: productName === null ? null : shopName,
      kind: this.say(`measure_${measure}`),
      when: this.say('decided_on', { moment: momentText(new Date(decidedAt)) }),
      groundLabel: this.say(`ground_${ground}`),
      isStanding: endedAt === null,
      endedOn: endedAt && this.say('ended_on', { moment: momentText(new Date(endedAt)) }),
      appealedOn: appealedAt && this.say('appealed_on', { moment: momentText(new Date(appealedAt)) }),
      outcome: appealOutcome && this.say(`outcome_${appealOutcome}`),
      url: `${PATH}/retraits/${decisionId}`,
      text: decision.facts,
    };
  }

  /** What can be taken down after this report. */
  whats({ productName, shopName }: Report, chosen: unknown) {
    const choice = (value: string, name: string) => ({
      value,
      label: this.say(`take_${value}`, { name }),
      isSelected: chosen === value || (chosen === undefined && productName !== null && value === 'product'),
    });
    const shop = choice('shop', shopName);
    return productName === null ? [shop] : [choice('product', productName), shop];
  }

  grounds(chosen: unknown) {
    return this.choices(['illegal', 'terms'], 'ground', chosen);
  }

  outcomes(chosen: unknown) {
    return this.choices(['reversed', 'kept'], 'choose', chosen);
  }

  readonly say = (key: string, values: Record<string, unknown> = {}): string =>
    this.pages.say('territory', `moderation.${key}`, values);

  private choices(values: string[], prefix: string, chosen: unknown) {
    return values.map((value) => ({ value, label: this.say(`${prefix}_${value}`), isSelected: chosen === value }));
  }
}
