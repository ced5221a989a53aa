import type { Closure } from '#libs/closures';
import { allTrades, type Commune, type Territory } from '#libs/territory';
import { frenchTypography } from '#libs/themes';
import type { FormView } from '../../http/form.js';
import { byName, dayText, hourText, labelOf, tradeText } from '../../http/wording.js';

type Say = (key: string, values?: Record<string, unknown>) => string;

/** One order as the list shows it. `today`: `YYYY-MM-DD`. */
export function closureCard(closure: Closure, territory: Territory, today: string, say: Say) {
  const { closureId, title, reason, from, until, collects, collectFrom, collectUntil } = closure;
  const state = stateOf(closure, today);
  const door = collectFrom || collectUntil ? 'door_between' : 'door';
  return {
    title,
    reason,
    state: say(`state.${state}`),
    tone: { coming: 'accent', holds: 'warning', over: 'neutral', undone: 'neutral' }[state],
    dates: until
      ? say('dates', { from: dayText(from), until: dayText(until) })
      : say('dates_open', { from: dayText(from) }),
    place: placeText(closure, territory, say),
    trades: tradesText(closure, say),
    collection: collects
      ? say(door, { from: hourText(collectFrom ?? '00:00'), until: hourText(collectUntil ?? '24:00') })
      : say('no_collection'),
    shops: closure.shops,
    openShops: closure.openShops,
    endUrl: state === 'holds' ? `/territoire/arretes/${closureId}/fin` : null,
    undoUrl: state === 'holds' || state === 'coming' ? `/territoire/arretes/${closureId}/annulation` : null,
  };
}

function stateOf({ from, until, cancelledAt }: Closure, today: string): 'coming' | 'holds' | 'over' | 'undone' {
  if (cancelledAt !== null) return 'undone';
  if (until !== null && until < today) return 'over';
  return from > today ? 'coming' : 'holds';
}

const SHOWN = 6;

function placeText({ territory: { kind, codes } }: Closure, territory: Territory, say: Say): string {
  if (kind === 'region') return say('whole_region');
  const names = codes.map((code) => frenchTypography(nameOf(kind, code, territory.communes)));
  return names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? say('and_more', { n: names.length - SHOWN }) : '');
}

function nameOf(kind: string, code: string, communes: readonly Commune[]): string {
  if (kind === 'departement') return communes.find((each) => each.departement === code)?.departementName ?? code;
  if (kind === 'epci') return communes.find((each) => each.epciSiren === code)?.epciName ?? code;
  return communes.find((each) => each.insee === code)?.name ?? code;
}

function tradesText({ trades, nafs, exemptTrades, exemptNafs }: Closure, say: Say): string {
  const meant = [...trades.map(tradeText), ...nafs];
  const exempt = [...exemptTrades.map(tradeText), ...exemptNafs];
  const all = meant.length === 0 ? say('all_trades') : meant.join(', ');
  return exempt.length === 0 ? all : say('but', { all, exempt: exempt.join(', ') });
}

/** The choices of the form, as they were chosen. */
export function closureChoices({ values }: FormView, territory: Territory, say: Say) {
  const chosen = (name: string): string[] => [values[name] ?? []].flat() as string[];
  const communes = [...territory.communes];
  const choice = (name: string) => (value: string, label: string) => ({
    value,
    label,
    isSelected: chosen(name).includes(value),
  });
  const departements = new Map(communes.map((each) => [each.departement, each.departementName]));
  const epcis = new Map<string, string>();
  for (const { epciSiren, epciName } of communes) if (epciSiren) epcis.set(epciSiren, epciName ?? epciSiren);
  const options = (name: string, map: Map<string, string>) =>
    [...map]
      .toSorted(([, a], [, b]) => byName(a, b))
      .map(([value, label]) => choice(name)(value, frenchTypography(label)));
  const trades = new Map(allTrades().map((trade) => [trade.code, labelOf(trade)]));
  const kind = chosen('kind')[0] ?? 'region';
  return {
    kinds: (['region', 'departement', 'epci', 'commune'] as const).map((value) => ({
      value,
      label: say(`kind.${value}`),
      isSelected: value === kind,
    })),
    departements: options('departements', departements),
    epcis: [{ value: '', label: say('choose'), isSelected: false }, ...options('epci', epcis)],
    trades: options('trades', trades),
    exemptTrades: options('exemptTrades', trades),
    collections: (['door', 'none'] as const).map((value) => ({
      value,
      label: say(`collection.${value}`),
      isSelected: value === (chosen('collection')[0] ?? 'door'),
    })),
  };
}
