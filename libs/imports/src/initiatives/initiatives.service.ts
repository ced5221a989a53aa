import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { newId } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import type { InitiativeLogo } from './initiative-logos.service.js';

export const INITIATIVE_KINDS = ['chamber', 'union', 'town', 'association', 'platform'] as const;

export const initiativeInput = z.strictObject({
  slug: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/),
  name: z.string().trim().min(1).max(200),
  kind: z.enum(INITIATIVE_KINDS),
});

export type InitiativeInput = z.infer<typeof initiativeInput>;

/** A federated body. */
export interface Initiative extends InitiativeInput {
  initiativeId: string;
  about: string | null;
  siteUrl: string | null;
  logo: InitiativeLogo | null;
}

const COLUMNS = 'initiative_id as "initiativeId", slug, name, kind, about, site_url as "siteUrl", logo';

/** The bodies in whose name shops are brought in. */
@Injectable()
export class Initiatives {
  constructor(private readonly tenancy: Tenancy) {}

  /** Makes it, or gives the one of this slug its name and kind. */
  async save(input: InitiativeInput): Promise<Initiative> {
    const [saved] = await this.tenancy.publicRead<Initiative>(
      `insert into initiative (initiative_id, slug, name, kind) values ($1, $2, $3, $4)
       on conflict (slug) do update set name = excluded.name, kind = excluded.kind returning ${COLUMNS}`,
      [newId(), input.slug, input.name, input.kind],
    );
    return saved!;
  }

  /** What it says of itself on its page. */
  async present(initiativeId: string, said: Pick<Initiative, 'name' | 'about' | 'siteUrl'>): Promise<void> {
    const sql = 'update initiative set name = $2, about = $3, site_url = $4 where initiative_id = $1';
    await this.tenancy.publicRead(sql, [initiativeId, said.name, said.about, said.siteUrl]);
  }

  async bySlug(slug: string): Promise<Initiative | null> {
    const [found] = await this.tenancy.publicRead<Initiative>(`select ${COLUMNS} from initiative where slug = $1`, [
      slug,
    ]);
    return found ?? null;
  }

  /** By name; those of the ids, or all of the region's. */
  async list(scope: readonly string[] | 'region'): Promise<Initiative[]> {
    return this.tenancy.publicRead<Initiative>(
      `select ${COLUMNS} from initiative where $1::uuid[] is null or initiative_id = any ($1::uuid[]) order by name`,
      [scope === 'region' ? null : scope],
    );
  }
}
