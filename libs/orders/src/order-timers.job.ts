import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, type JobPayload } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { OrderBook } from './order-book.service.js';
import { LAPSE_TASK, NO_SHOW_TASK, OrderNews, REMINDER_TASK } from './order-news.js';
import { Orders } from './orders.service.js';

export interface OrderJob extends JobPayload {
  orderId: string;
}

@Injectable()
@HandlesJob({ task: LAPSE_TASK })
export class LapseJob implements JobHandler<OrderJob> {
  constructor(private readonly orders: Orders) {}

  async handle({ orderId }: OrderJob): Promise<void> {
    await this.orders.lapse(orderId);
  }
}

@Injectable()
@HandlesJob({ task: NO_SHOW_TASK })
export class NoShowJob implements JobHandler<OrderJob> {
  constructor(private readonly orders: Orders) {}

  async handle({ orderId }: OrderJob): Promise<void> {
    await this.orders.noShow(orderId);
  }
}

@Injectable()
@HandlesJob({ task: REMINDER_TASK })
export class ReminderJob implements JobHandler<OrderJob> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly book: OrderBook,
    private readonly news: OrderNews,
  ) {}

  async handle({ orderId }: OrderJob): Promise<void> {
    if ((await this.book.byId(orderId))?.status !== 'ready') return;
    await this.tenancy.shopTransaction((tx) => this.news.mail(tx, orderId, 'reminder'));
  }
}
