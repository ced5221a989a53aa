import { Injectable } from '@nestjs/common';
import { Events } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import type { ImportedProduct, SavedImport } from './imported-product.js';
import type { ProductChanges, ProductInput } from './product-input.js';
import type { ProductPage, ProductView } from './product-view.js';

/** `state` unless told: everything that is not archived. `perPage` at most 100. */
export interface ProductFilter {
  state?: 'all' | 'published' | 'draft' | 'archived';
  /** Words in the name. */
  query?: string;
  category?: string;
  page?: number;
  perPage?: number;
}

/** The products of the current shop. An id of another shop is a NotFoundError. */
@Injectable()
export class Products {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly events: Events,
  ) {}

  declare create: (input: ProductInput) => Promise<ProductView>;
  declare update: (productId: string, changes: ProductChanges) => Promise<ProductView>;
  declare archive: (productId: string) => Promise<void>;
  declare restore: (productId: string) => Promise<void>;
  declare byId: (productId: string) => Promise<ProductView>;
  declare byHandle: (handle: string) => Promise<ProductView>;
  declare list: (filter?: ProductFilter) => Promise<ProductPage>;
  declare saveImported: (drafts: readonly ImportedProduct[], file: { source: string }) => Promise<SavedImport[]>;
}
