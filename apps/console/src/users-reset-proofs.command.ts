import type { Command } from 'commander';
import { People, Proofs, Sessions } from '#libs/accounts';
import { AuditLog } from '#libs/audit';
import { newId } from '#libs/kernel';
import { RefusedError } from './refused-error.js';
import { withApp } from './with-app.js';

export function addUsersResetProofs(users: Command): void {
  users
    .command('reset-proofs')
    .description(
      'Take the passkeys and the code application of a person away: they have lost them. Signs them out everywhere.',
    )
    .requiredOption('--email <address>', 'the person')
    .action(async ({ email }: { email: string }) => {
      await withApp(async (app) => {
        const person = await app.get(People, { strict: false }).byEmail(email);
        if (!person) throw new RefusedError(`Nobody has the address ${email}.`);
        const { personId } = person;
        await app.get(AuditLog, { strict: false }).append({
          personId: null,
          role: 'console',
          action: 'users reset-proofs',
          subject: { personId },
          requestId: newId(),
          outcome: 'done',
        });
        await app.get(Proofs, { strict: false }).reset(personId);
        await app.get(Sessions, { strict: false }).closeAll(personId);
      });
      console.log('Done: the next sign-in asks for a new proof.');
    });
}
