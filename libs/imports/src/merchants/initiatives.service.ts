import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';

/** A federated body. `kind`: chamber, union, town, association or platform. */
export interface Initiative {
  initiativeId: string;
  slug: string;
  name: string;
  kind: string;
}

const COLUMNS = 'initiative_id as "initiativeId", slug, name, kind';

/** The bodies in whose name shops are brought in. */
@Injectable()
export class Initiatives {
  constructor(private readonly tenancy: Tenancy) {}

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
