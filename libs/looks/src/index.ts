export { type Look, type SettingValues, themeSettings, valuesOf, withSettings, withTheme, picturesOf } from './look.js';
export { type LookDraft, LookDrafts, type LookEdit } from './look-drafts.service.js';
export { type LookVersion, LookVersions } from './look-versions.service.js';
export * from './looks.errors.js';
export { LooksModule } from './looks.module.js';
export { pictureView } from './picture-view.js';
export {
  DEFAULT_SECTIONS,
  newSection,
  photoOf,
  readSections,
  section,
  SECTION_TYPES,
  sectionList,
  SECTIONS_MAX,
  type Section,
  type SectionType,
} from './section.js';
export { withContents, withNewSection, withoutSection, withSectionAt } from './section-moves.js';
export { type PictureChoice, ShopPictures } from './shop-pictures.service.js';
