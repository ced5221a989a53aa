import { Injectable } from '@nestjs/common';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { headerSignature, type ProductMapping } from './product-mapping.js';

/** The mappings that the current shop has made, one for each shape of file. */
@Injectable()
export class ProductMappings {
  constructor(private readonly tenancy: Tenancy) {}

  async find(header: readonly string[]): Promise<ProductMapping | null> {
    const rows = await this.tenancy.shopRead<{ mapping: ProductMapping }>(
      'select mapping from product_mapping where shop_id = $1 and signature = $2',
      [currentShopId(), headerSignature(header)],
    );
    return rows[0]?.mapping ?? null;
  }

  async remember(header: readonly string[], mapping: ProductMapping): Promise<void> {
    await this.tenancy.shopTransaction((tx) =>
      tx.query(
        `insert into product_mapping (shop_id, signature, mapping) values ($1, $2, $3)
         on conflict (shop_id, signature) do update set mapping = excluded.mapping, updated_at = now()`,
        [currentShopId(), headerSignature(header), JSON.stringify(mapping)],
      ),
    );
  }
}
