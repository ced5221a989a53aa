import { type LookDraft, type PictureChoice, pictureView, valuesOf } from '#libs/looks';
import { currentShopId } from '#libs/tenancy';
import { type ColourCorrection, colourCorrections, colourName, type SettingDefinition, theme } from '#libs/themes';
import { inBoth } from '../../http/wording.js';

type Say = (key: string, values?: Record<string, string | number>) => string;

/** Pictures that one field offers; more stand on a page of their own. */
const OFFERED = 24;

/** A small picture to choose. */
export function thumbOf(choice: PictureChoice) {
  const { webp, src } = pictureView(currentShopId(), choice);
  return { id: choice.photoId, src: webp[0]?.url ?? src, alt: choice.alt };
}

/** What a field offers: the chosen one is always among them. */
export function picksOf(name: string, file: string, chosen: string | null, choices: PictureChoice[]) {
  const offered = choices.filter(({ photoId }, at) => at < OFFERED || photoId === chosen);
  return {
    name,
    file,
    hasNone: chosen === null,
    picks: offered.map((choice) => ({ ...thumbOf(choice), isSelected: choice.photoId === chosen })),
  };
}

/** The settings of the theme that is worn, in its groups. */
export function settingGroups({ look }: LookDraft, choices: PictureChoice[], say: Say) {
  const { manifest } = theme(look.theme);
  const values = valuesOf(look);
  const corrections = new Map(
    colourCorrections(manifest, values as Record<string, string>).map((each) => [each.id, each]),
  );
  const groups = manifest.groups ?? [];
  const inGroup = (id: string | undefined) =>
    manifest.settings
      .filter((setting) => (groups.some((group) => group.id === setting.group) ? setting.group : undefined) === id)
      .map((setting) =>
        controlOf(setting, values[setting.id] ?? null, { choices, say, correction: corrections.get(setting.id) }),
      );
  return [
    ...groups.map(({ id, label }) => ({ label: inBoth(label), controls: inGroup(id) })),
    { label: say('look.other'), controls: inGroup(undefined) },
  ].filter(({ controls }) => controls.length > 0);
}

interface Surroundings {
  choices: PictureChoice[];
  say: Say;
  correction: ColourCorrection | undefined;
}

function controlOf(
  setting: SettingDefinition,
  value: string | boolean | null,
  { choices, say, correction }: Surroundings,
) {
  const { id } = setting;
  const common = { id: `r-${id}`, label: inBoth(setting.label), hint: setting.hint ? inBoth(setting.hint) : null };
  switch (setting.type) {
    case 'colour':
      return { ...common, isColour: true, value, ...correctionView(correction, say) };
    case 'choice':
      return {
        ...common,
        isChoice: true,
        choices: setting.options.map((option) => ({
          value: option.value,
          label: inBoth(option.label),
          isSelected: option.value === value,
        })),
      };
    case 'text':
      return { ...common, isText: true, value, max: setting.max, rows: setting.max > 120 ? 3 : null };
    case 'switch':
      return { ...common, isSwitch: true, value };
    case 'image':
      return { ...common, isImage: true, field: picksOf(`r-${id}`, `f-${id}`, value as string | null, choices) };
  }
}

/** « Votre jaune a été foncé pour rester lisible. » */
function correctionView(correction: ColourCorrection | undefined, say: Say) {
  if (!correction) return {};
  const { change, chosen, day, night } = correction;
  const colour = say(`look.colour.${colourName(chosen)}`);
  return { swatches: { day, night }, correction: change && say(`look.${change}`, { colour, from: chosen, to: day }) };
}
