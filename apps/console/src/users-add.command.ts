import type { INestApplicationContext } from '@nestjs/common';
import { type Command, Option } from 'commander';
import { type Membership, Memberships, People, type Role, SignInLinks } from '#libs/accounts';
import { AuditLog } from '#libs/audit';
import { Initiatives } from '#libs/imports';
import { newId } from '#libs/kernel';
import { RefusedError } from './refused-error.js';
import { shopOf } from './shop-of.js';
import { UsageError } from './usage-error.js';
import { withApp } from './with-app.js';

const ROLES: Role[] = ['region_admin', 'support', 'auditor', 'initiative_agent', 'owner', 'staff'];

interface Options {
  email: string;
  role: Role;
  initiative?: string;
  shop?: string;
  json?: boolean;
}

export function addUsersAdd(users: Command): void {
  users
    .command('add')
    .description('Give a person a role and print a link that signs them in.')
    .requiredOption('--email <address>', 'the person')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .option('--initiative <slug>', 'of which initiative they are an agent')
    .option('--shop <slug>', 'of which shop they are owner or staff')
    .option('--json', 'one JSON object on standard output')
    .action(async (options: Options) => {
      checkUsage(options);
      const link = await withApp(async (app) => {
        const membership = await membershipOf(app, options);
        const { personId } = await app.get(People, { strict: false }).ensure({ email: options.email });
        await app.get(Memberships, { strict: false }).grant(personId, membership);
        await noteGrant(app, personId, membership);
        return app.get(SignInLinks, { strict: false }).issue(personId);
      });
      console.log(options.json ? JSON.stringify({ link }) : link);
    });
}

/** Whoever gives rights at the console is in the log as well. */
async function noteGrant(app: INestApplicationContext, personId: string, { role, shopId, initiativeId }: Membership) {
  const subject = { personId, role, ...(shopId && { shopId }), ...(initiativeId && { initiativeId }) };
  const deed = {
    personId: null,
    role: 'console',
    action: 'users add',
    subject,
    requestId: newId(),
    outcome: 'done',
  } as const;
  await app.get(AuditLog, { strict: false }).append(deed);
}

function checkUsage({ role, initiative, shop }: Options): void {
  const isOfShop = role === 'owner' || role === 'staff';
  if (isOfShop !== (shop !== undefined)) throw new UsageError('--shop goes with the roles owner and staff.');
  if ((role === 'initiative_agent') !== (initiative !== undefined))
    throw new UsageError('--initiative goes with the role initiative_agent.');
}

async function membershipOf(app: INestApplicationContext, { role, initiative, shop }: Options): Promise<Membership> {
  const shopId = shop === undefined ? null : (await shopOf(app, shop)).shopId;
  return { role, shopId, initiativeId: initiative === undefined ? null : await initiativeIdOf(app, initiative) };
}

async function initiativeIdOf(app: INestApplicationContext, slug: string): Promise<string> {
  const initiative = await app.get(Initiatives, { strict: false }).bySlug(slug);
  if (!initiative) throw new RefusedError(`No initiative is called ${slug}.`);
  return initiative.initiativeId;
}
