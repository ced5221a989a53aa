export { collectableText } from './availability-text.js';
export { PickupModule } from './pickup.module.js';
export { PickupSlots, type Booking, type SlotQuery } from './pickup-slots.service.js';
export type { Slot } from './slot.js';
