import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tenancy } from '#libs/tenancy';

export const reservedNameInput = z.object({
  name: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'moderation.name'),
  reason: z.string().trim().min(3, 'moderation.name_reason').max(300),
});

/** A name that no new shop takes. `reservedAt` is ISO 8601; `holder` has it since before and keeps it. */
export interface ReservedName {
  name: string;
  reason: string;
  reservedAt: string;
  holder: string | null;
}

/** Names before the region's domain that the region keeps: a town hall's, a brand's, an insult. */
@Injectable()
export class ReservedNames {
  constructor(private readonly tenancy: Tenancy) {}

  async list(): Promise<ReservedName[]> {
    return this.tenancy.regionTransaction((tx) =>
      tx.query<ReservedName[]>(
        `select r.name, r.reason, to_json(r.reserved_at)#>>'{}' as "reservedAt", s.name as holder from reserved_name r
         left join shop_address a on a.slug = r.name left join shop s on s.shop_id = a.shop_id order by r.name`,
      ),
    );
  }

  async reserve({ name, reason }: z.output<typeof reservedNameInput>, by: string): Promise<void> {
    await this.tenancy.regionTransaction((tx) =>
      tx.query(
        `insert into reserved_name (name, reason, reserved_by) values ($1, $2, $3)
         on conflict (name) do update set reason = excluded.reason`,
        [name, reason, by],
      ),
    );
  }

  async release(name: string): Promise<void> {
    await this.tenancy.regionTransaction((tx) => tx.query('delete from reserved_name where name = $1', [name]));
  }
}
