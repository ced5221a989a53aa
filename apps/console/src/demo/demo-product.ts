import type { Drawing } from './drawing.js';

/** Cents, tax included. `stock` is a count, `single` (one piece) or `untracked` (made or fetched on order). */
export interface DemoVariant {
  options?: string[];
  cents: number;
  before?: number;
  stock: number | 'single' | 'untracked';
}

export interface DemoProduct extends DemoVariant {
  name: string;
  category: string;
  /** Paragraphs. */
  text: string[];
  drawing: Drawing;
  alt: string;
  vat?: 20 | 10 | 5.5 | 2.1;
  brand?: string;
  perishable?: boolean;
  leadMinutes?: number;
  optionNames?: string[];
  /** Beside the first one, which the product itself describes. */
  others?: DemoVariant[];
}
