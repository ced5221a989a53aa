import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { TakeAlong } from '#libs/accounts';
import { Tenancy } from '#libs/tenancy';

/** The screens of opening a shop, in their order; the account comes before them. */
export const OPENING_STEPS = [
  'establishment',
  'identity',
  'trade',
  'hours',
  'photo',
  'theme',
  'legal',
  'terms',
  'product',
  'open',
] as const;

export type OpeningStep = (typeof OPENING_STEPS)[number];

/** What was typed before there is a shop. Each field as the person typed it. */
export interface OpeningDraft {
  siret?: string;
  name?: string;
  addressLine?: string;
  postcode?: string;
  communeInsee?: string;
  phone?: string | null;
  email?: string | null;
}

/** `step` is the furthest screen reached: where one goes on. `shopId` null until the shop is there. */
export interface Opening {
  shopId: string | null;
  step: OpeningStep;
  draft: OpeningDraft;
}

/** Where a person who opens a shop stands; kept at each screen, so that any other device goes on from there, and gone once it is open. */
@Injectable()
export class Openings {
  constructor(private readonly tenancy: Tenancy) {}

  async find(personId: string): Promise<Opening | null> {
    const [row] = await this.tenancy.publicRead<Opening>(
      `select shop_id as "shopId", step, draft from shop_opening where person_id = $1`,
      [personId],
    );
    return row ?? null;
  }

  /** Keeps what was typed and the furthest screen. The first call begins the opening. */
  async save(personId: string, { step, draft = {} }: { step: OpeningStep; draft?: OpeningDraft }): Promise<void> {
    await this.tenancy.publicRead(SAVE, [personId, step, JSON.stringify(draft), OPENING_STEPS]);
  }

  /** Of two accounts of one person: the first one's own opening counts, else the second one's goes on. */
  readonly takeAlong: TakeAlong = async (tx, { firstId, secondId }) => {
    await tx.query(
      `update shop_opening set person_id = $1 where person_id = $2
         and not exists (select 1 from shop_opening where person_id = $1)`,
      [firstId, secondId],
    );
    await tx.query('delete from shop_opening where person_id = $1', [secondId]);
  };

  /** Goes on with a shop that is there: just made, or taken over. */
  async enter(personId: string, shopId: string, tx?: EntityManager): Promise<void> {
    const parameters = [personId, shopId];
    if (tx) await tx.query(ENTER, parameters);
    else await this.tenancy.publicRead(ENTER, parameters);
  }
}

const SAVE = `
  insert into shop_opening as o (person_id, step, draft) values ($1, $2, $3::jsonb)
  on conflict (person_id) do update set draft = o.draft || excluded.draft, updated_at = now(),
    step = case when array_position($4::text[], excluded.step) > array_position($4::text[], o.step)
      then excluded.step else o.step end`;

/** A shop that is there has its own words: nothing of a draft for another one stays. */
const ENTER = `
  insert into shop_opening (person_id, shop_id, step) values ($1, $2, 'identity')
  on conflict (person_id) do update set shop_id = excluded.shop_id, step = excluded.step, draft = '{}', updated_at = now()`;
