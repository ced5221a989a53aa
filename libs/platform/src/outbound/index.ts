export { OutboundClient, type OutboundAnswer, type OutboundOptions, type OutboundSettings } from './outbound-client.js';
export * from './outbound.errors.js';
export { isPublicAddress } from './public-address.js';
export type { ResolvedAddress, ResolveName } from './guarded-connector.js';
