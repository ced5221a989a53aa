export { collectableText, dayText, hourText, relativeDayText, slotText } from './availability-text.js';
export { type ClosureRule } from './closure-rule.js';
export {
  OpeningCalendar,
  type DatedException,
  type OpeningRules,
  type OpenInterval,
  type WeeklyInterval,
} from './opening-calendar.js';
export { PickupModule } from './pickup.module.js';
export { PICKUP_SQL, type PickupPlan, pickupPlan, type PickupRow, PICKUPS_SQL } from './pickup-plan.js';
export { PickupSlots, type Booking, type SlotQuery } from './pickup-slots.service.js';
export { slotTime, type Slot, type SlotTime } from './slot.js';
export { bookableUntil, slotsOf, type BookedSlot, type SlotSettings, type SlotsInput } from './slots-of.js';
export { dateAt, dayAt, dayOf, instantOf, REGION_ZONE, wallAt, type WallInterval } from './wall-time.js';
