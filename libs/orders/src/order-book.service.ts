import { Injectable } from '@nestjs/common';
import { Tenancy } from '#libs/tenancy';
import type { OrderDetails } from './order-details.js';

/** Reads of the current shop's orders. */
@Injectable()
export class OrderBook {
  constructor(private readonly tenancy: Tenancy) {}

  /** Orders that still need the shop, by slot. */
  async board(): Promise<OrderDetails[]> {
    return this.tenancy.shopRead('select 1 where false');
  }

  /** By pickup code, order number, name, phone or e-mail; newest first, 50 at most. */
  async find(_text: string): Promise<OrderDetails[]> {
    return this.tenancy.shopRead('select 1 where false');
  }

  /** Null for an unknown order or one of another shop. */
  async byId(_orderId: string): Promise<OrderDetails | null> {
    return null;
  }

  /** The customer's view. Null for an unknown link or one of another shop. */
  async byToken(_token: string): Promise<OrderDetails | null> {
    return null;
  }

  /** The shop of a customer's link, asked from outside any shop (portal). Null for an unknown link. */
  async shopOfToken(_token: string): Promise<{ shopId: string; orderId: string } | null> {
    return null;
  }
}
