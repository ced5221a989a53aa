export { sharedEan } from './sheet-ean.js';
export { type ProposedPhoto, SheetPhotos } from './sheet-photos.service.js';
export type { Sheet, SheetChanges, SheetProposal } from './sheet-view.js';
export * from './sheets.errors.js';
export { SheetsModule } from './sheets.module.js';
export { Sheets } from './sheets.service.js';
