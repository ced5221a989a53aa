import { Injectable } from '@nestjs/common';

/** Counts of the current shop's variants. */
@Injectable()
export class Stock {
  declare setCount: (variantId: string, onHand: number) => Promise<void>;
}
