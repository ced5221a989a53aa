import {
  type LookDraft,
  type PictureChoice,
  type Section,
  SECTION_TYPES,
  SECTIONS_MAX,
  type SectionType,
} from '#libs/looks';
import { picksOf } from './look-settings.mapper.js';

type Say = (key: string, values?: Record<string, string | number>) => string;

const ICONS: Record<SectionType, string> = {
  hero: 'image',
  text: 'text',
  products: 'layout-grid',
  categories: 'tags',
  news: 'megaphone',
  visit: 'map-pin',
  contact: 'phone',
};

/** The sections in their order, with what may be done to each. */
export function sectionLines({ look: { sections } }: LookDraft, say: Say) {
  const first = sections[0]?.type === 'hero' ? 1 : 0;
  return sections.map(({ id, type, title }, at) => ({
    id,
    icon: ICONS[type],
    label: say(`look.type.${type}`),
    title,
    place: at,
    url: `/vitrine?section=${id}#partie`,
    isFixed: type === 'hero',
    up: at > first ? { to: at - 1 } : null,
    down: type !== 'hero' && at < sections.length - 1 ? { to: at + 1 } : null,
  }));
}

/** Types that may still be added; none when the page is full. */
export function addableTypes({ look: { sections } }: LookDraft, say: Say) {
  if (sections.length >= SECTIONS_MAX) return [];
  return SECTION_TYPES.filter((type) => type !== 'hero' || sections[0]?.type !== 'hero').map((value) => ({
    value,
    label: say(`look.type.${value}`),
    isSelected: value === 'text',
  }));
}

interface Pickable {
  productId: string;
  name: string;
}

/** What a form about products is made from. */
export interface ShelfChoice {
  categories: string[];
  picked: Pickable[];
  /** Not picked yet: found by `query`, or the newest. */
  found: Pickable[];
  query: string;
}

/** The fields of one section. */
export function sectionView(section: Section, pictures: PictureChoice[], shelf: ShelfChoice, say: Say) {
  const options = (name: string, values: readonly (string | number)[], chosen: string | number) =>
    values.map((value) => ({
      value: String(value),
      label: say(`look.${name}.${value}`),
      isSelected: value === chosen,
    }));
  const { type } = section;
  const isProducts = type === 'products';
  return {
    id: section.id,
    label: say(`look.type.${type}`),
    hint: say(`look.about.${type}`),
    title: section.title,
    titleHint: say(type === 'hero' ? 'look.hero_title_hint' : 'look.title_hint'),
    hasText: 'text' in section,
    text: 'text' in section ? section.text : '',
    textMax: { hero: 400, text: 2000, news: 600, contact: 400 }[type as string] ?? null,
    picture: 'photoId' in section ? picksOf('photoId', 'photo', section.photoId, pictures) : null,
    buttons: type === 'hero' ? options('button', ['products', 'info', 'none'], section.button) : null,
    sides: type === 'text' ? options('side', ['left', 'right'], section.side) : null,
    dates: type === 'news' ? { date: section.date ?? '', until: section.until ?? '' } : null,
    visit: type === 'visit' ? { showHours: section.showHours, showMap: section.showMap } : null,
    shelf: isProducts
      ? {
          sources: options('source', ['newest', 'category', 'picked'], section.source),
          counts: options('count', [4, 8, 12], section.count),
          categories: categoryOptions(shelf.categories, section.category, say),
          picked: shelf.picked.map(lineOf),
          found: shelf.found.map(lineOf),
          query: shelf.query,
        }
      : null,
  };
}

const lineOf = ({ productId, name }: Pickable) => ({ id: productId, name });

function categoryOptions(categories: string[], chosen: string, say: Say) {
  const all = categories.includes(chosen) || chosen === '' ? categories : [chosen, ...categories];
  const none = { value: '', label: say('look.no_category'), isSelected: chosen === '' };
  return [none, ...all.map((value) => ({ value, label: value, isSelected: value === chosen }))];
}
