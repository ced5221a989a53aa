export { ClaimAnswerMailJobHandler } from './claim-answer-mail.job.js';
export { claimCode, normalizeClaimCode } from './claim-code.js';
export { Claims, type ClaimLetter } from './claims.service.js';
export { type ClaimRequest, ClaimRequests } from './claim-requests.service.js';
export { foundingIdentityInput, type NewShop, siretInput, slugInput } from './founding-input.js';
export { Founding, type KnownEstablishment, MOST_SHOPS } from './founding.service.js';
export { type ShopTwin, type TwinSide, Twins } from './twins.service.js';
export { type ImportedFacts, ImportUndo } from './import-undo.service.js';
export { draftRegistration, LEGAL_FORMS, MEDIATORS } from './legal-drafts.js';
export { draftLegalNotice, draftTerms, legalNoticeInput, vatNumberOf, type LegalNotice } from './legal-notice.js';
export { type ChecklistItem, hasCapital, type MissingPiece } from './opening-checklist.js';
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
export { type Opening, OPENING_STEPS, type OpeningDraft, Openings, type OpeningStep } from './openings.service.js';
export { type ProvisionResult, type ProvisionRow } from './provision-row.js';
export { Provisioning } from './provisioning.service.js';
export { isReservedName } from './reserved-names.js';
export { ShopDirectory, type ShopAddress } from './shop-directory.service.js';
export { type ShopFront, ShopFronts } from './shop-fronts.service.js';
export { ShopHours } from './shop-hours.service.js';
export { sourceRank } from './shop-facts.js';
export { type Saying, ShopSources } from './shop-sources.service.js';
export { Shop, type PointSource, type ShopState } from './shop.entity.js';
export * from './shops.errors.js';
export { TermsVersions } from './terms-versions.service.js';
export { ShopsModule } from './shops.module.js';
export { shopInput, type ShopInput, tradeInput } from './shop-input.js';
export { Shops, type Timetable } from './shops.service.js';
