export { EmbeddedDatabaseError } from './embedded-database.errors.js';
export { launchPostgres, type EmbeddedPostgres, type LaunchOptions } from './launch-postgres.js';
export { readSecrets, type Secrets } from './secrets.js';
export type { PostgresSettings } from './settings.js';
