import { Injectable } from '@nestjs/common';
import { newId, NotFoundError } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';
import { sharedEan } from './sheet-ean.js';
import { SheetPictures } from './sheet-pictures.js';
import { checkChanges, differences, type Sheet, type SheetChanges, type SheetProposal } from './sheet-view.js';
import { ArticleNotHeldError, NothingToProposeError } from './sheets.errors.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What the shops of the region know together of a barcode. The first published product with it describes it; later ones fill
 * what is empty; a change is a proposal, accepted by an agent or when two further shops that have the article agree. No sheet
 * ever changes a product: a shop takes from it what it wants, when it wants.
 */
@Injectable()
export class Sheets {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly pictures: SheetPictures,
  ) {}

  /** Null for a barcode that nobody described, and for the shops' own numbers. */
  async find(ean: string): Promise<Sheet | null> {
    const [sheet] = await this.tenancy.publicRead<Sheet>(SHEET_SQL, [sharedEan(ean)]);
    return sheet ?? null;
  }

  /** WebP; null where there is none. */
  async picture(ean: string): Promise<Buffer | null> {
    const photoId = await this.photoOf(ean);
    return photoId === null ? null : this.pictures.read(photoId);
  }

  /** The id of the sheet's photo. */
  async photoOf(ean: string): Promise<string | null> {
    const [sheet] = await this.tenancy.publicRead<{ photo_id: string | null }>(
      'select photo_id from product_sheet where ean = $1',
      [sharedEan(ean)],
    );
    return sheet?.photo_id ?? null;
  }

  /**
   * Proposes a change, or gives a voice to the same one.
   * @throws NotFoundError without a sheet, ArticleNotHeldError, NothingToProposeError, InvalidInputError.
   */
  async propose(ean: string, wanted: SheetChanges): Promise<'open' | 'accepted'> {
    const sheet = await this.find(ean);
    if (!sheet) throw new NotFoundError();
    const changes = differences(sheet, checkChanges(wanted));
    if (Object.keys(changes).length === 0) throw new NothingToProposeError();
    return this.voice(sheet.ean, 'propose_sheet($1, $2, $3)', [sheet.ean, JSON.stringify(changes), newId()]);
  }

  /** @throws NotFoundError when it was decided before, ArticleNotHeldError. */
  async agree(proposalId: string): Promise<'open' | 'accepted'> {
    const proposal = UUID.test(proposalId) ? (await this.proposals(PROPOSAL_SQL, [proposalId]))[0] : undefined;
    if (!proposal) throw new NotFoundError();
    const shown = await this.photoOf(proposal.ean);
    const state = await this.voice(proposal.ean, 'second_sheet_proposal($1)', [proposalId]);
    if (state === 'accepted') await this.clear(proposal, shown);
    return state;
  }

  /** The changes that wait for this barcode, the oldest first. */
  async openFor(ean: string): Promise<SheetProposal[]> {
    return this.proposals(OPEN_OF_SQL, [sharedEan(ean)]);
  }

  /** Those of the whole region, the oldest first, 200 at most. */
  async open(): Promise<SheetProposal[]> {
    return this.proposals(OPEN_SQL, []);
  }

  /** The word of an agent. @throws NotFoundError when it was decided before. */
  async decide(proposalId: string, { accept, personId }: { accept: boolean; personId: string }): Promise<void> {
    const proposal = UUID.test(proposalId) ? (await this.proposals(PROPOSAL_SQL, [proposalId]))[0] : undefined;
    if (!proposal) throw new NotFoundError();
    const shown = accept ? await this.photoOf(proposal.ean) : proposal.changes.photo;
    const [row] = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ done: boolean }[]>('select decide_sheet_proposal($1, $2, $3) as done', [proposalId, accept, personId]),
    );
    if (!row?.done) throw new NotFoundError();
    await this.clear(proposal, shown ?? null);
  }

  /** The file that nothing shows any more, once a photo was taken or refused. */
  private async clear({ changes }: SheetProposal, unused: string | null): Promise<void> {
    if (changes.photo !== undefined && unused !== null) await this.pictures.remove(unused);
  }

  private async voice(ean: string, call: string, parameters: unknown[]): Promise<'open' | 'accepted'> {
    return this.tenancy.shopTransaction(async (tx) => {
      const held: unknown[] = await tx.query(HELD_SQL, [ean]);
      if (held.length === 0) throw new ArticleNotHeldError();
      const [row] = await tx.query<{ state: 'open' | 'accepted' | null }[]>(`select ${call} as state`, parameters);
      if (!row?.state) throw new NotFoundError();
      return row.state;
    });
  }

  private proposals(sql: string, parameters: unknown[]): Promise<SheetProposal[]> {
    return this.tenancy.publicRead<SheetProposal>(sql, parameters);
  }
}

const SHEET_SQL = `
  select ean, name, description_html as "descriptionHtml", brand, category, vat_rate::float8 as "vatRate",
    public_category as "publicCategory", case when content_unit is not null then
      jsonb_build_object('amount', content_amount, 'unit', content_unit) end as content,
    option_names as "optionNames", option_values as "optionValues", photo_id is not null as "hasPhoto"
  from product_sheet where ean = $1`;

const HELD_SQL = `
  select 1 from variant v join product p using (shop_id, product_id)
  where v.shop_id = current_shop_id() and lpad(v.ean, 14, '0') = $1 and v.archived_at is null and p.archived_at is null limit 1`;

const PROPOSALS = `
  select o.proposal_id as "proposalId", o.ean, s.name, o.changes,
    to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "createdAt"
  from product_sheet_proposal o join product_sheet s using (ean) where o.state = 'open'`;

const PROPOSAL_SQL = `${PROPOSALS} and o.proposal_id = $1`;
const OPEN_OF_SQL = `${PROPOSALS} and o.ean = $1 order by o.created_at, o.proposal_id`;
const OPEN_SQL = `${PROPOSALS} order by o.created_at, o.proposal_id limit 200`;
