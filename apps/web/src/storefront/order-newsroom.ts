import { Injectable } from '@nestjs/common';
import { Channels } from '#libs/platform';

const CHANNEL = 'order_moved';

/** Who waits for news of which order; the database says which one moved. */
@Injectable()
export class OrderNewsroom {
  private readonly waiting = new Map<string, Set<() => void>>();
  private listening: Promise<unknown> | null = null;

  constructor(private readonly channels: Channels) {}

  /** Calls back at each move of the order, and when a move may have been missed, until the answer is called. */
  async follow(orderId: string, callBack: () => void): Promise<() => void> {
    this.listening ??= this.channels
      .listen(CHANNEL, (moved) => this.tell(moved))
      .catch((error: unknown) => {
        this.listening = null;
        throw error;
      });
    await this.listening;
    const others = this.waiting.get(orderId) ?? new Set();
    this.waiting.set(orderId, others.add(callBack));
    return () => {
      others.delete(callBack);
      if (others.size === 0) this.waiting.delete(orderId);
    };
  }

  private tell(moved: string): void {
    const heard = moved === '' ? [...this.waiting.values()] : [this.waiting.get(moved) ?? new Set<() => void>()];
    for (const callBacks of heard) for (const callBack of callBacks) callBack();
  }
}
