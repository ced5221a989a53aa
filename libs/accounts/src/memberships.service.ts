import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import { LastOwnerError, MemberUnknownError } from './accounts.errors.js';
import type { Membership, Person, Role } from './person.js';

export interface Member extends Person {
  role: Role;
}

/** Who may do what. `grant` and `revoke` take the caller's transaction when the right comes with something else. */
@Injectable()
export class Memberships {
  constructor(private readonly tenancy: Tenancy) {}

  /** Granting what is there already changes nothing; a second account's rights are the first's once they are one. Sessions see the new right at their next request. */
  async grant(personId: string, membership: Membership, tx?: EntityManager): Promise<void> {
    await this.run(
      tx,
      `insert into membership (membership_id, person_id, role, shop_id, initiative_id)
       select $1, coalesce((select second_of from person where person_id = $2 and email_confirmed_at is not null), $2), $3, $4, $5
       on conflict do nothing`,
      [newId(), personId, membership.role, membership.shopId, membership.initiativeId],
    );
  }

  /** @throws LastOwnerError rather than leave a shop without an owner. */
  async revoke(personId: string, membership: Membership): Promise<void> {
    await this.tenancy.publicTransaction(async (tx) => {
      if (membership.role === 'owner') await this.keepAnOwner(tx, personId, membership.shopId);
      await tx.query(
        `delete from membership where person_id = $1 and role = $2
           and shop_id is not distinct from $3 and initiative_id is not distinct from $4`,
        [personId, membership.role, membership.shopId, membership.initiativeId],
      );
    });
  }

  /** Another role in a shop; `role` null takes the person out of it. @throws MemberUnknownError, LastOwnerError */
  async change(personId: string, shopId: string, role: 'owner' | 'staff' | null): Promise<void> {
    await this.tenancy.publicTransaction(async (tx) => {
      if (role !== 'owner') await this.keepAnOwner(tx, personId, shopId);
      const [gone] = (await tx.query(
        'delete from membership where person_id::text = $1 and shop_id = $2 returning membership_id',
        [personId, shopId],
      )) as [unknown[], number];
      if (gone.length === 0) throw new MemberUnknownError();
      if (role !== null) await this.grant(personId, { role, shopId, initiativeId: null }, tx);
    });
  }

  async ofPerson(personId: string): Promise<Membership[]> {
    return this.tenancy.publicRead<Membership>(
      `select role, shop_id as "shopId", initiative_id as "initiativeId" from membership
       where person_id = $1 order by created_at, membership_id`,
      [personId],
    );
  }

  /** Owners first. */
  async ofShop(shopId: string): Promise<Member[]> {
    return this.tenancy.publicRead<Member>(
      `select p.person_id as "personId", p.email, p.name, m.role from membership m join person p using (person_id)
       where m.shop_id = $1 order by m.role, m.created_at`,
      [shopId],
    );
  }

  private async keepAnOwner(tx: EntityManager, personId: string, shopId: string | null): Promise<void> {
    const owners = await tx.query<{ person_id: string }[]>(
      `select person_id from membership where shop_id = $1 and role = 'owner' order by membership_id for update`,
      [shopId],
    );
    if (owners.length === 1 && owners[0]?.person_id === personId) throw new LastOwnerError();
  }

  private async run(tx: EntityManager | undefined, sql: string, parameters: unknown[]): Promise<void> {
    if (tx) await tx.query(sql, parameters);
    else await this.tenancy.publicRead(sql, parameters);
  }
}
