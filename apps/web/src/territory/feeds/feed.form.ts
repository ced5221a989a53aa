import { z } from 'zod';
import { type FeedInput, FEED_KINDS } from '#libs/federation';
import { InvalidInputError } from '#libs/kernel';
import { allTrades, type Territory } from '#libs/territory';
import type { FormView } from '../../http/form.js';
import { labelOf } from '../../http/wording.js';

const text = z.string().trim().catch('');

const typed = z.object({
  initiative: text,
  url: text,
  kind: text,
  name: text,
  siteUrl: text,
  commune: text,
  trade: text,
});

export type TypedFeed = z.output<typeof typed>;

/** The form as it was typed, whatever was sent. */
export const typedFeed = (body: unknown): TypedFeed => typed.parse(body ?? {});

/** @throws InvalidInputError for a commune that is not of the region */
export function feedOfForm({ url, kind, name, siteUrl, commune, trade }: TypedFeed, territory: Territory): FeedInput {
  const found =
    commune === ''
      ? null
      : territory.findCommune(/^\d[\dAB]\d{3}$/.test(commune) ? { insee: commune } : { name: commune });
  if (found && !found.commune)
    throw new InvalidInputError([{ path: 'commune', code: 'search.unknown_place', details: { commune } }]);
  if (!FEED_KINDS.some((each) => each === kind)) throw new InvalidInputError([{ path: 'kind', code: 'field.invalid' }]);
  return { url, kind, name, siteUrl, trade, communeInsee: found?.commune?.insee };
}

/** The choices of the form, as they were chosen. */
export function feedChoices(
  { values }: FormView,
  initiatives: readonly { initiativeId: string; name: string }[],
  say: (key: string) => string,
) {
  const only = initiatives.length === 1 ? initiatives[0]?.initiativeId : undefined;
  return {
    initiatives: initiatives.map(({ initiativeId, name }) => ({
      value: initiativeId,
      label: name,
      isSelected: initiativeId === (values['initiative'] || only),
    })),
    kinds: FEED_KINDS.map((kind) => ({
      value: kind,
      label: say(`kind.${kind}`),
      hint: say(`kind_hint.${kind}`),
      isSelected: kind === (values['kind'] || 'products'),
    })),
    trades: [
      { value: '', label: say('trade_none'), isSelected: !values['trade'] },
      ...allTrades().map((trade) => ({
        value: trade.code,
        label: labelOf(trade),
        isSelected: trade.code === values['trade'],
      })),
    ],
  };
}
