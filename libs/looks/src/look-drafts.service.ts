import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { type Look, picturesOf, publishedLook, readLook } from './look.js';
import { LookChangedError } from './looks.errors.js';
import { ShopPictures } from './shop-pictures.service.js';

/** Steps that undo can walk back. */
const STEPS_KEPT = 50;
/** More typing in the same field within so many seconds belongs to the same step. */
const TYPING_SECONDS = 8;

/** What the owner sees: the look being tried, or the published one while nothing is. Instants are ISO 8601. */
export interface LookDraft {
  look: Look;
  /** Counts every change; each form names the one it was made from. */
  revision: number;
  /** Something is tried that is not published. */
  isChanged: boolean;
  canUndo: boolean;
  canRedo: boolean;
  changedAt: string | null;
  /** Null before the first version. */
  version: number | null;
}

/** Who changes the look, and from which revision of it. */
export interface LookEdit {
  revision: number;
  personId: string;
  /** What is being typed: more of the same shortly after is the same step. */
  subject?: string | null;
}

/** The draft row and what belongs to it, locked. */
export interface HeldDraft {
  revision: number;
  step: number;
  look: Look;
}

/** The look that the owner of the current shop tries before everybody sees it. */
@Injectable()
export class LookDrafts {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly pictures: ShopPictures,
  ) {}

  /** One statement. */
  async current(): Promise<LookDraft> {
    const [row] = await this.tenancy.shopRead<DraftRow>(DRAFT_SQL, [currentShopId()]);
    const { first, last } = row!;
    const step = row!.step ?? 0;
    return {
      look: lookOf(row!),
      revision: row!.revision,
      isChanged: step > 0,
      canUndo: step > 0 && step >= (first ?? 1),
      canRedo: step < (last ?? 0),
      changedAt: step > 0 ? row!.changed_at : null,
      version: row!.version,
    };
  }

  /**
   * One step more. What was undone is forgotten; a change that changes nothing is no step.
   * @throws LookChangedError, what `work` throws, NotFoundError for a picture that the shop does not have
   */
  async change(edit: LookEdit, work: (look: Look) => Look): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const held = await this.hold(tx, edit.revision);
      const next = work(held.look);
      if (JSON.stringify(next) === JSON.stringify(held.look)) return;
      const known = new Set(picturesOf(held.look));
      await this.pictures.refuseUnknown(picturesOf(next).filter((id) => !known.has(id)));
      const step = (await continues(tx, held.step, edit.subject)) ? held.step : held.step + 1;
      await writeStep(tx, step, next, edit.subject ?? null);
      await this.moved(tx, step, edit.personId);
    });
  }

  /** One step back. @throws LookChangedError */
  async undo(edit: LookEdit): Promise<void> {
    await this.walk(edit, (step) => step - 1);
  }

  /** @throws LookChangedError */
  async redo(edit: LookEdit): Promise<void> {
    await this.walk(edit, (step) => step + 1);
  }

  /** Back to what is published; the steps are gone. @throws LookChangedError */
  async discard(edit: LookEdit): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      await this.hold(tx, edit.revision);
      await this.forget(tx, edit.personId);
    });
  }

  /** The draft, locked until the transaction ends. @throws LookChangedError */
  async hold(tx: EntityManager, revision: number): Promise<HeldDraft> {
    const shopId = currentShopId();
    await tx.query('insert into look_draft (shop_id) values ($1) on conflict do nothing', [shopId]);
    await tx.query('select 1 from look_draft where shop_id = $1 for update', [shopId]);
    const [row] = await tx.query<DraftRow[]>(DRAFT_SQL, [shopId]);
    if (row!.revision !== revision) throw new LookChangedError({ at: row!.changed_at });
    return { revision, step: row!.step ?? 0, look: lookOf(row!) };
  }

  /** No step any more: the draft is what is published. */
  async forget(tx: EntityManager, personId: string): Promise<void> {
    await tx.query('delete from look_step where shop_id = $1', [currentShopId()]);
    await this.moved(tx, 0, personId);
  }

  private async walk(edit: LookEdit, to: (step: number) => number): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const { step } = await this.hold(tx, edit.revision);
      const next = to(step);
      const [found] = await tx.query<{ there: boolean }[]>(
        'select exists (select 1 from look_step where shop_id = $1 and step = $2) as there',
        [currentShopId(), next],
      );
      if (next === 0 || found?.there) await this.moved(tx, next, edit.personId);
    });
  }

  private async moved(tx: EntityManager, step: number, personId: string): Promise<void> {
    await tx.query(
      `update look_draft set revision = revision + 1, step = $2, changed_by = $3, changed_at = now() where shop_id = $1`,
      [currentShopId(), step, personId],
    );
  }
}

interface DraftRow {
  theme: string;
  theme_settings: Record<string, unknown>;
  sections: unknown;
  revision: number;
  step: number | null;
  changed_at: string | null;
  tried: unknown;
  first: number | null;
  last: number | null;
  version: number | null;
  published: { settings?: Look['settings'] } | null;
}

const DRAFT_SQL = `
  select s.theme, s.theme_settings, s.sections, coalesce(d.revision, 0) as revision, d.step, to_jsonb(d.changed_at) as changed_at,
    (select t.look from look_step t where t.shop_id = $1 and t.step = d.step) as tried,
    (select min(t.step) from look_step t where t.shop_id = $1) as first,
    (select max(t.step) from look_step t where t.shop_id = $1) as last,
    v.version, v.look as published
  from shop s
  left join look_draft d on d.shop_id = s.shop_id
  left join lateral (select version, look from look_version where shop_id = $1 order by version desc limit 1) v on true
  where s.shop_id = $1`;

/** Settings of themes that are not worn stand in the last version alone. */
function lookOf(row: DraftRow): Look {
  if (row.tried) return readLook(row.tried, row.theme);
  return publishedLook(row, readLook(row.published, row.theme).settings);
}

async function continues(tx: EntityManager, step: number, subject: string | null | undefined): Promise<boolean> {
  if (!subject || step === 0) return false;
  const [row] = await tx.query<{ same: boolean }[]>(
    `select subject = $3 and saved_at > now() - make_interval(secs => $4)
       and not exists (select 1 from look_step n where n.shop_id = $1 and n.step > $2) as same
     from look_step where shop_id = $1 and step = $2`,
    [currentShopId(), step, subject, TYPING_SECONDS],
  );
  return row?.same ?? false;
}

async function writeStep(tx: EntityManager, step: number, look: Look, subject: string | null): Promise<void> {
  const shopId = currentShopId();
  await tx.query('delete from look_step where shop_id = $1 and (step > $2 or step <= $3)', [
    shopId,
    step,
    step - STEPS_KEPT,
  ]);
  await tx.query(
    `insert into look_step (shop_id, step, look, subject) values ($1, $2, $3, $4)
     on conflict (shop_id, step) do update set look = excluded.look, subject = excluded.subject, saved_at = now()`,
    [shopId, step, JSON.stringify(look), subject],
  );
}
