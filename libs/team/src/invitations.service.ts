import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  Attempts,
  BadEmailError,
  Memberships,
  newSecret,
  normalizeEmail,
  People,
  type Person,
  secretHash,
} from '#libs/accounts';
import { newId } from '#libs/kernel';
import { Jobs } from '#libs/platform';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { AlreadyMemberError, InvitationGoneError, TooManyInvitationsError } from './team.errors.js';

export const INVITATION_DAYS = 30;
export const INVITATION_MAIL_TASK = 'team.invitation_mail';
/** Open invitations of one shop. */
const MOST = 20;

export const invitationInput = z.strictObject({
  email: z.string().trim().min(1, 'accounts.bad_email').max(254, 'accounts.bad_email'),
  role: z.enum(['owner', 'staff'], { error: 'team.role' }),
});

type ShopRole = z.output<typeof invitationInput>['role'];

/** An invitation as the shop sees it. Instants are ISO 8601. */
export interface Invitation {
  id: string;
  email: string;
  role: ShopRole;
  expiresAt: string;
}

/** What whoever holds the link is asked to accept. */
export interface OpenInvitation {
  shopId: string;
  shopName: string;
  email: string;
  role: ShopRole;
  invitedBy: string;
}

/** Who is asked into a shop's team. The link in the mail proves the address, so accepting it signs in. */
@Injectable()
export class Invitations {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly jobs: Jobs,
    private readonly people: People,
    private readonly memberships: Memberships,
    private readonly attempts: Attempts,
  ) {}

  /**
   * Invites into the current shop; asking again renews the invitation and sends another mail.
   * @throws BadEmailError, AlreadyMemberError, TooManyInvitationsError
   */
  async invite({ email: text, role }: z.output<typeof invitationInput>, invitedBy: string): Promise<void> {
    const email = normalizeEmail(text);
    if (!email) throw new BadEmailError();
    const shopId = currentShopId();
    await this.tenancy.shopTransaction(async (tx) => {
      const [found] = await tx.query<{ is_member: boolean; open: number }[]>(STANDING_SQL, [shopId, email]);
      if (found?.is_member) throw new AlreadyMemberError();
      if (found && found.open >= MOST) throw new TooManyInvitationsError({ most: MOST });
      const [row] = await tx.query<{ invitation_id: string }[]>(INVITE_SQL, [newId(), shopId, email, role, invitedBy]);
      const invitationId = row!.invitation_id;
      await this.jobs.enqueue(tx, INVITATION_MAIL_TASK, { shopId, invitationId }, { maxAttempts: 8 });
    });
  }

  /** Those of the current shop that wait for an answer, the newest first. */
  async open(): Promise<Invitation[]> {
    const rows = await this.tenancy.shopRead<{ id: string; email: string; role: ShopRole; expires_at: Date }>(
      `select invitation_id as id, email, role, expires_at from invitation
       where shop_id = $1 and expires_at > now() order by created_at desc`,
      [currentShopId()],
    );
    return rows.map(({ expires_at, ...row }) => ({ ...row, expiresAt: expires_at.toISOString() }));
  }

  /** Takes an invitation of the current shop back; its link is worth nothing from now on. @throws InvitationGoneError */
  async withdraw(invitationId: string): Promise<void> {
    const [gone] = await this.tenancy.publicRead<{ email: string }>(
      `with gone as (delete from invitation where shop_id = $1 and invitation_id::text = $2 returning email)
       select email from gone`,
      [currentShopId(), invitationId],
    );
    if (!gone) throw new InvitationGoneError();
  }

  /** A new token for the mail; null when the invitation was withdrawn or answered meanwhile. */
  async issue(invitationId: string): Promise<(OpenInvitation & { token: string }) | null> {
    const token = newSecret();
    const [row] = await this.tenancy.shopTransaction((tx) =>
      tx.query<InvitationRow[]>(ISSUE_SQL, [currentShopId(), invitationId, secretHash(token)]),
    );
    return row ? { ...openOf(row), token } : null;
  }

  /** @throws InvitationGoneError, TooManyAttemptsError after nineteen wrong links from an address. */
  async find(token: string, address: string): Promise<OpenInvitation> {
    return this.guarded(address, () => this.byToken(token));
  }

  /**
   * Makes whoever holds the link a member of the shop, and uses the link up. Of two at the same time one succeeds.
   * @throws InvitationGoneError, TooManyAttemptsError
   */
  async accept(token: string, address: string): Promise<{ person: Person; shopId: string; shopName: string }> {
    const { shopId, shopName, email, role } = await this.find(token, address);
    return asShop(shopId, () =>
      this.tenancy.shopTransaction(async (tx) => {
        const used = await tx.query<unknown[]>(USE_SQL, [shopId, secretHash(token)]);
        if (used.length === 0) throw new InvitationGoneError();
        const person = await this.people.ensure({ email }, tx);
        await this.memberships.grant(person.personId, { role, shopId, initiativeId: null }, tx);
        return { person, shopId, shopName };
      }),
    );
  }

  private async byToken(token: string): Promise<OpenInvitation> {
    const [found] = await this.tenancy.publicRead<{ shop_id: string }>(
      'select shop_id from invitation where token_hash = $1 and expires_at > now()',
      [secretHash(token)],
    );
    if (!found) throw new InvitationGoneError();
    const [row] = await asShop(found.shop_id, () =>
      this.tenancy.shopRead<InvitationRow>(FIND_SQL, [found.shop_id, secretHash(token)]),
    );
    if (!row) throw new InvitationGoneError();
    return openOf(row);
  }

  private async guarded<T>(address: string, work: () => Promise<T>): Promise<T> {
    const limits = [{ kind: 'invitation.guess', subject: address, limit: 19, windowSeconds: 900 }];
    await this.attempts.count(limits);
    const result = await work();
    await this.attempts.forgive(limits);
    return result;
  }
}

interface InvitationRow {
  shop_id: string;
  shop_name: string;
  email: string;
  role: ShopRole;
  invited_by: string;
}

const openOf = (row: InvitationRow): OpenInvitation => ({
  shopId: row.shop_id,
  shopName: row.shop_name,
  email: row.email,
  role: row.role,
  invitedBy: row.invited_by,
});

const STANDING_SQL = `
  select exists (select 1 from membership m join person p using (person_id)
      where m.shop_id = $1 and p.email = $2) as is_member,
    (select count(*)::int from invitation where shop_id = $1 and expires_at > now() and email <> $2) as open`;

const INVITE_SQL = `
  with gone as (delete from invitation where expires_at < now() and (shop_id, email) <> ($2, $3))
  insert into invitation (invitation_id, shop_id, email, role, invited_by, expires_at)
  values ($1, $2, $3, $4, $5, now() + interval '${INVITATION_DAYS} days')
  on conflict (shop_id, email) do update set role = excluded.role, invited_by = excluded.invited_by,
    token_hash = null, created_at = now(), expires_at = excluded.expires_at
  returning invitation_id`;

const COLUMNS = `i.shop_id, s.name as shop_name, i.email, i.role, coalesce(p.name, p.email) as invited_by`;

const ISSUE_SQL = `
  with issued as (update invitation set token_hash = $3 where shop_id = $1 and invitation_id = $2 and expires_at > now()
    returning *)
  select ${COLUMNS} from issued i join shop s using (shop_id) join person p on p.person_id = i.invited_by`;

const FIND_SQL = `
  select ${COLUMNS} from invitation i join shop s using (shop_id) join person p on p.person_id = i.invited_by
  where i.shop_id = $1 and i.token_hash = $2 and i.expires_at > now()`;

const USE_SQL = `
  with used as (delete from invitation where shop_id = $1 and token_hash = $2 and expires_at > now() returning 1)
  select * from used`;
