export { BroadcastMailJob } from './broadcast-mail.job.js';
export * from './broadcasts.errors.js';
export { BroadcastsModule } from './broadcasts.module.js';
export { type BroadcastInput, broadcastInput, Broadcasts } from './broadcasts.service.js';
