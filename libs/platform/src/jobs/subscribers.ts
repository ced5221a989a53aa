import { DiscoveryService } from '@nestjs/core';

/** Marks a provider as a subscriber: `@SubscribesTo({ types: ['product.changed'], task: 'search.refresh' })`, run as a job of that task. */
export const SubscribesTo = DiscoveryService.createDecorator<{ types: string[]; task: string }>();
