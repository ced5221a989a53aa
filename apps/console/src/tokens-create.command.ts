import type { Command } from 'commander';
import { ApiTokens, Memberships, People } from '#libs/accounts';
import { shopOf } from './shop-of.js';
import { RefusedError } from './refused-error.js';
import { withApp } from './with-app.js';

interface Options {
  email: string;
  shop?: string;
  label: string;
  json?: boolean;
}

export function addTokensCreate(tokens: Command): void {
  tokens
    .command('create')
    .description('Print an API token of a person: for a shop of theirs, or for their territory.')
    .requiredOption('--email <address>', 'whose token')
    .option('--shop <slug>', 'for this shop')
    .option('--label <text>', 'where it is used', 'console')
    .option('--json', 'one JSON object on standard output')
    .action(async (options: Options) => {
      const token = await withApp(async (app) => {
        const person = await app.get(People, { strict: false }).byEmail(options.email);
        if (!person) throw new RefusedError(`No person has the address ${options.email}: see users add.`);
        const shop = options.shop === undefined ? null : await shopOf(app, options.shop);
        const rights = await app.get(Memberships, { strict: false }).ofPerson(person.personId);
        const isEntitled = rights.some((right) => (shop ? right.shopId === shop.shopId : right.shopId === null));
        if (!isEntitled)
          throw new RefusedError(
            `${person.email} has no right ${shop ? `in ${shop.slug}` : 'over a territory; give --shop'}.`,
          );
        return app
          .get(ApiTokens, { strict: false })
          .create(person.personId, { label: options.label, shopId: shop?.shopId ?? null });
      });
      console.log(options.json ? JSON.stringify({ token }) : token);
    });
}
