export { pictureView } from './picture-view.js';
export { DEFAULT_SECTIONS, newSection, photoOf, readSections, section, sectionList, type Section } from './section.js';
