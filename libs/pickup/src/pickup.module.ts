import { Module } from '@nestjs/common';
import { PickupSlots } from './pickup-slots.service.js';

@Module({ providers: [PickupSlots], exports: [PickupSlots] })
export class PickupModule {}
