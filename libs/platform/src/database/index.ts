export { Channels } from './channel.js';
export { DatabaseUnavailableError, SchemaVersionError, UnsafeRoleError } from './database.errors.js';
export { migrate, missingMigrations } from './migrate.js';
export { ReadReplica } from './read-replica.js';
export { APP_ROLE, appUrl, OWNER_ROLE, REGION_ROLE } from './roles.js';
export { refuseUnsafeRole } from './role-check.js';
