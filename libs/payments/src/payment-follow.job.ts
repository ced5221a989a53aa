import { Injectable } from '@nestjs/common';
import { type DomainEvent, HandlesJob, type JobHandler, type JobPayload, SubscribesTo } from '#libs/platform';
import { CardCheckout } from './card-checkout.service.js';
import { CAPTURE_BY_TASK, RELEASE_TASK, SETTLE_TASK } from './payment-tasks.js';
import { Settlement } from './settlement.service.js';

interface OrderJob extends JobPayload {
  orderId: string;
}

interface ReleaseJob extends JobPayload {
  accountId: string;
  intentId: string;
}

/** The order moved, or got smaller: the money follows. */
@Injectable()
@SubscribesTo({ types: ['order.moved', 'order.struck'], task: 'payments.follow' })
export class FollowOrder implements JobHandler<OrderJob & DomainEvent> {
  constructor(private readonly settlement: Settlement) {}

  handle({ orderId }: OrderJob): Promise<void> {
    return this.settlement.settle(orderId);
  }
}

@Injectable()
@HandlesJob({ task: SETTLE_TASK })
export class SettleJob implements JobHandler<OrderJob> {
  constructor(private readonly settlement: Settlement) {}

  handle({ orderId }: OrderJob): Promise<void> {
    return this.settlement.settle(orderId);
  }
}

@Injectable()
@HandlesJob({ task: CAPTURE_BY_TASK })
export class CaptureByJob implements JobHandler<OrderJob> {
  constructor(private readonly settlement: Settlement) {}

  handle({ orderId }: OrderJob): Promise<void> {
    return this.settlement.settle(orderId);
  }
}

@Injectable()
@HandlesJob({ task: RELEASE_TASK })
export class ReleaseJobHandler implements JobHandler<ReleaseJob> {
  constructor(private readonly settlement: Settlement) {}

  handle({ accountId, intentId }: ReleaseJob): Promise<void> {
    return this.settlement.release(accountId, intentId);
  }
}

/** Thirty minutes after the order. */
@Injectable()
@HandlesJob({ task: 'payments.unpaid' })
export class UnpaidJob implements JobHandler<OrderJob> {
  constructor(private readonly checkout: CardCheckout) {}

  handle({ orderId }: OrderJob): Promise<void> {
    return this.checkout.expire(orderId);
  }
}
