import { Injectable } from '@nestjs/common';
import { currentShopId, Tenancy } from '#libs/tenancy';

/** Terms of sale as they were once; `since` is an ISO instant. */
export interface TermsVersion {
  text: string;
  since: string;
}

/** Every text of its terms that the current shop ever had: the database keeps each one when it is saved. */
@Injectable()
export class TermsVersions {
  constructor(private readonly tenancy: Tenancy) {}

  /** By the SHA-256 of the text. Null for a text that this shop never had. */
  async byHash(hash: string): Promise<TermsVersion | null> {
    const [row] = await this.tenancy.shopRead<{ text: string; since: Date }>(
      'select text, since from terms_version where shop_id = $1 and terms_hash = $2',
      [currentShopId(), hash],
    );
    return row ? { text: row.text, since: row.since.toISOString() } : null;
  }
}
