import type { EntityManager } from 'typeorm';
import { provenByMail } from './sign-in-links.service.js';

export interface TwoAccounts {
  firstId: string;
  secondId: string;
}

/** Moves what is kept elsewhere by a person's id, in the same transaction. */
export type TakeAlong = (tx: EntityManager, accounts: TwoAccounts) => Promise<void>;

/**
 * The rights of a second account become the first one's, for their common address was shown to be one person's. What could
 * sign in to the second is gone: whoever typed that address may be a stranger. Twice, it changes nothing.
 */
export async function joinAccounts(tx: EntityManager, accounts: TwoAccounts, takeAlong: TakeAlong): Promise<void> {
  const { firstId, secondId } = accounts;
  await tx.query('select 1 from person where person_id = any ($1::uuid[]) order by person_id for update', [
    [firstId, secondId],
  ]);
  await provenByMail(tx, secondId);
  await provenByMail(tx, firstId);
  await tx.query(
    `update membership m set person_id = $1 where m.person_id = $2 and not exists (
       select 1 from membership had where had.person_id = $1 and had.role = m.role
         and had.shop_id is not distinct from m.shop_id and had.initiative_id is not distinct from m.initiative_id)`,
    [firstId, secondId],
  );
  await takeAlong(tx, accounts);
}
