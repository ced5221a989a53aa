import type { Tenancy } from '#libs/tenancy';
import { headerSignature } from '../mapping/column-mapping.js';
import type { MerchantMapping } from './merchant-mapping.js';

/** What an initiative has said of the columns of its lists, one answer for each shape of file. */
export class MerchantMappings {
  constructor(private readonly tenancy: Tenancy) {}

  async find(initiativeId: string, header: readonly string[]): Promise<MerchantMapping | null> {
    const [known] = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ mapping: MerchantMapping }[]>(
        'select mapping from merchant_mapping where initiative_id = $1 and signature = $2',
        [initiativeId, headerSignature(header)],
      ),
    );
    return known?.mapping ?? null;
  }

  async remember(initiativeId: string, header: readonly string[], mapping: MerchantMapping): Promise<void> {
    await this.tenancy.regionTransaction((tx) =>
      tx.query(
        `insert into merchant_mapping (initiative_id, signature, mapping) values ($1, $2, $3)
         on conflict (initiative_id, signature) do update set mapping = excluded.mapping, updated_at = now()`,
        [initiativeId, headerSignature(header), JSON.stringify(mapping)],
      ),
    );
  }
}
