import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId, NotFoundError } from '#libs/kernel';
import { Events } from '#libs/platform';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { type Look, picturesOf, readLook, themeSettings } from './look.js';
import { LookDrafts, type LookEdit } from './look-drafts.service.js';
import { ShopPictures } from './shop-pictures.service.js';

/** Older ones are dropped. */
const VERSIONS_KEPT = 40;

/** A look as it was published. `publishedBy` is a name; null for what there was before the first publication. */
export interface LookVersion {
  version: number;
  theme: string;
  publishedAt: string;
  publishedBy: string | null;
  isCurrent: boolean;
}

/** What everybody sees, now and before. */
@Injectable()
export class LookVersions {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly drafts: LookDrafts,
    private readonly pictures: ShopPictures,
    private readonly events: Events,
  ) {}

  /**
   * The draft becomes what everybody sees, at once; a draft without a change does nothing. Before the first publication,
   * what there was is kept as a version too. @throws LookChangedError
   */
  async publish(edit: LookEdit): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const { step, look } = await this.drafts.hold(tx, edit.revision);
      if (step === 0) return;
      await this.drafts.forget(tx, edit.personId);
      await this.keepFirst(tx, edit);
      await this.wear(tx, look);
      await addVersion(tx, look, edit.personId);
    });
  }

  /** The newest first. */
  async list(): Promise<LookVersion[]> {
    return this.tenancy.shopRead<LookVersion>(VERSIONS_SQL, [currentShopId()]);
  }

  /** An earlier look as a new step of the draft. @throws LookChangedError, NotFoundError */
  async restore(version: number, edit: LookEdit): Promise<void> {
    const [row] = await this.tenancy.shopRead<{ look: unknown }>(
      'select look from look_version where shop_id = $1 and version = $2',
      [currentShopId(), version],
    );
    if (!row) throw new NotFoundError();
    const known = await this.pictures.byIds(picturesOf(readLook(row.look, '')));
    await this.drafts.change(edit, (look) => withoutLostPictures(readLook(row.look, look.theme), known));
  }

  private async keepFirst(tx: EntityManager, edit: LookEdit): Promise<void> {
    const [found] = await tx.query<unknown[]>('select 1 from look_version where shop_id = $1 limit 1', [
      currentShopId(),
    ]);
    if (found) return;
    const { look } = await this.drafts.hold(tx, edit.revision + 1); // nothing is tried any more: what is published
    await addVersion(tx, look, null);
  }

  private async wear(tx: EntityManager, look: Look): Promise<void> {
    const shopId = currentShopId();
    const pictures = await this.pictures.byIds(picturesOf(look));
    await tx.query(
      'update shop set theme = $2, theme_settings = $3, sections = $4, updated_at = now() where shop_id = $1',
      [shopId, look.theme, JSON.stringify(themeSettings(look, pictures)), JSON.stringify(look.sections)],
    );
    await this.events.publish(tx, { type: 'shop.changed', eventId: newId(), shopId, shopIds: [shopId] });
  }
}

/** A picture that was removed since leaves its place empty. */
function withoutLostPictures(look: Look, known: Map<string, unknown>): Look {
  const lost = picturesOf(look).filter((id) => !known.has(id));
  const json = lost.reduce((text, id) => text.replaceAll(`"${id}"`, 'null'), JSON.stringify(look));
  return JSON.parse(json) as Look;
}

async function addVersion(tx: EntityManager, look: Look, personId: string | null): Promise<void> {
  const [row] = await tx.query<{ version: number }[]>(
    `insert into look_version (shop_id, version, look, published_by)
     select $1, coalesce(max(version), 0) + 1, $2, $3 from look_version where shop_id = $1 returning version`,
    [currentShopId(), JSON.stringify(look), personId],
  );
  await tx.query('delete from look_version where shop_id = $1 and version <= $2', [
    currentShopId(),
    row!.version - VERSIONS_KEPT,
  ]);
}

const VERSIONS_SQL = `
  select v.version, v.look->>'theme' as theme, to_jsonb(v.published_at) as "publishedAt",
    coalesce(p.name, p.email) as "publishedBy", v.version = max(v.version) over () as "isCurrent"
  from look_version v left join person p on p.person_id = v.published_by
  where v.shop_id = $1 order by v.version desc`;
