export { claimCode, normalizeClaimCode } from './claim-code.js';
export { Claims, type ClaimLetter } from './claims.service.js';
export { draftLegalNotice, draftTerms, legalNoticeInput, vatNumberOf, type LegalNotice } from './legal-notice.js';
export { type ChecklistItem, type MissingPiece } from './opening-checklist.js';
export {
  hoursExceptionInput,
  hoursPeriodInput,
  withNights,
  openingHoursInput,
  type HoursException,
  type Interval,
  type WeeklyInterval,
} from './opening-hours.js';
export { type HoursReading, type Unread, type UnreadReason, UNREAD_REASONS } from './hours-text/hours-reading.js';
export { LONGEST_HOURS_TEXT, readHours } from './hours-text/read-hours.js';
export { type ProvisionResult, type ProvisionRow } from './provision-row.js';
export { Provisioning } from './provisioning.service.js';
export { isReservedName } from './reserved-names.js';
export { ShopDirectory, type ShopAddress } from './shop-directory.service.js';
export { ShopHours } from './shop-hours.service.js';
export { Shop, type PointSource, type ShopState } from './shop.entity.js';
export * from './shops.errors.js';
export { ShopsModule } from './shops.module.js';
export { shopInput, type ShopInput } from './shop-input.js';
export { Shops, type Timetable } from './shops.service.js';
