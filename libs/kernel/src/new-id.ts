import { v7 } from 'uuid';

/** A UUID of version 7 (RFC 9562): ids made together stand together in an index. */
export const newId = (): string => v7();
