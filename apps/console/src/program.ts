import { Command } from 'commander';
import { addAuditVerify } from './audit-verify.command.js';
import { addFeeds } from './feeds.command.js';
import { addInitiativesAdd } from './initiatives-add.command.js';
import { addMerchantsImport } from './merchants-import.command.js';
import { addMigrate } from './migrate.command.js';
import { addProductsImport } from './products-import.command.js';
import { addSearchReindex } from './search-reindex.command.js';
import { addSearchServe } from './search-serve.command.js';
import { addSeed } from './seed.command.js';
import { addThemesCheck } from './themes-check.command.js';
import { addThemesInstall } from './themes-install.command.js';
import { addTokensCreate } from './tokens-create.command.js';
import { addUsersAdd } from './users-add.command.js';
import { addUsersResetProofs } from './users-reset-proofs.command.js';

/** Every command of the console. Exit codes: 0 done, 1 refused with reasons, 2 wrong usage. */
export const program = new Command('console')
  .description('Devanture, from a terminal.')
  .exitOverride()
  .showHelpAfterError('(--help shows how it is written)');

/** A command and its verbs: `merchants import`. */
const group = (name: string, description: string): Command =>
  program.command(name).description(description).exitOverride();

addMigrate(program);
addSeed(group('seed', 'Fill the database.'));
addInitiativesAdd(group('initiatives', 'The bodies that bring their members in.'));
addFeeds(group('feeds', 'What initiatives publish elsewhere.'));
addMerchantsImport(group('merchants', 'The shops of the territory.'));
addProductsImport(group('products', 'The products of a shop.'));
const search = group('search', 'The region-wide index.');
addSearchReindex(search);
addSearchServe(search);
const themes = group('themes', 'How shops look.');
addThemesCheck(themes);
addThemesInstall(themes);
addTokensCreate(group('tokens', 'Tokens of the API.'));
const users = group('users', 'People and what they may do.');
addUsersAdd(users);
addUsersResetProofs(users);
addAuditVerify(group('audit', 'What people of the territory did.'));
