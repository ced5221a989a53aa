import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { headerSignature } from './column-mapping.js';
import type { ProductMapping } from './product-mapping.js';

export type VatRules = Record<string, number>;

/** The mappings that the current shop has made, one for each shape of file, and the rates of its old shop's tax rules. */
@Injectable()
export class ProductMappings {
  constructor(private readonly tenancy: Tenancy) {}

  async find(header: readonly string[]): Promise<ProductMapping | null> {
    return this.read<ProductMapping>(headerSignature(header));
  }

  async remember(header: readonly string[], mapping: ProductMapping): Promise<void> {
    await this.write(headerSignature(header), mapping);
  }

  /** Percent by the number of the rule, as `source` numbers them. */
  async rulesOf(source: string): Promise<VatRules> {
    return (await this.read<VatRules>(ruleSignature(source))) ?? {};
  }

  /** Added to those that are known. */
  async rememberRules(source: string, rules: VatRules): Promise<VatRules> {
    const all = { ...(await this.rulesOf(source)), ...rules };
    if (Object.keys(rules).length > 0) await this.write(ruleSignature(source), all);
    return all;
  }

  private async read<T>(signature: string): Promise<T | null> {
    const rows = await this.tenancy.shopRead<{ mapping: T }>(
      'select mapping from product_mapping where shop_id = $1 and signature = $2',
      [currentShopId(), signature],
    );
    return rows[0]?.mapping ?? null;
  }

  private async write(signature: string, mapping: ProductMapping | VatRules): Promise<void> {
    await this.tenancy.shopTransaction((tx) =>
      tx.query(
        `insert into product_mapping (shop_id, signature, mapping) values ($1, $2, $3)
         on conflict (shop_id, signature) do update set mapping = excluded.mapping, updated_at = now()`,
        [currentShopId(), signature, JSON.stringify(mapping)],
      ),
    );
  }
}

/** Of no header: a column's name is never an object. */
const ruleSignature = (source: string): string =>
  createHash('sha256')
    .update(JSON.stringify({ vatRules: source }))
    .digest('hex');
