import { readFileSync } from 'node:fs';

import { projectPath } from '../assets.js';

/**
 * One field of a view model. `type` is `string`, `number`, `boolean`, `object` (anything), or the name of a shape. `words`
 * are the only values a string takes. `optional`: it may be left out; `nullable`: it may be null.
 */
export interface FieldShape {
  type: string;
  many?: boolean;
  optional?: boolean;
  nullable?: boolean;
  words?: string[];
  doc?: string;
}

/** The fields of each interface of `view-models.ts` and `order-view-models.ts`. */
export type Shapes = Record<string, Record<string, FieldShape>>;

/** Which view model a template receives; `layout` stands around each of them. */
export const TEMPLATE_VIEWS: Record<string, string> = {
  layout: 'View',
  home: 'HomeView',
  category: 'CategoryView',
  product: 'ProductView',
  basket: 'BasketView',
  checkout: 'CheckoutView',
  order: 'OrderView',
  page: 'PageView',
  presence: 'PresenceView',
  error: 'ErrorView',
};

let read: Shapes | null = null;

/** `libs/themes/view-models.json`, written from the interfaces and held equal to them by `contract.spec.ts`. */
export function viewShapes(): Shapes {
  read ??= JSON.parse(readFileSync(projectPath('libs', 'themes', 'view-models.json'), 'utf8')) as Shapes;
  return read;
}
