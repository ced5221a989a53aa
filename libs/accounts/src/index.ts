export * from './accounts.errors.js';
export { AccountsModule } from './accounts.module.js';
export { type ApiToken, ApiTokens, type ApiTokenSummary } from './api-tokens.service.js';
export { type AttemptLimit, Attempts } from './attempts.service.js';
export { type Member, Memberships } from './memberships.service.js';
export { People } from './people.service.js';
export { type Membership, normalizeEmail, type Person, type Role, type SignedIn } from './person.js';
export { type Session, Sessions, type SessionSummary } from './sessions.service.js';
export { SignInLinks } from './sign-in-links.service.js';
