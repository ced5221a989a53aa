import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { TooManyRequestsError } from './http.errors.js';
import type { Reply, Request } from './site-request.js';

const HEARTBEAT_MS = 25_000;
const MOST_OF_ADDRESS = 12;
const MOST = 2000;
/** A proxy or a phone that sleeps drops a stream now and then: the browser comes back after so long. */
const RETRY_MS = 5000;

interface Stream {
  address: string;
  reply: Reply;
}

/** Server-sent events: answers that stay open. Bounded per address and process, and ended when the process ends. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly open = new Set<Stream>();
  private heart: NodeJS.Timeout | null = null;
  private isOver = false;

  get count(): number {
    return this.open.size;
  }

  /** Begins a stream; `send` writes an event, `onEnd` hears that nobody listens any more. @throws TooManyRequestsError */
  begin(request: Request, reply: Reply, onEnd: () => void): (event: string, data: string) => void {
    const address = request.ip;
    const ofAddress = [...this.open].filter((stream) => stream.address === address).length;
    if (this.isOver || ofAddress >= MOST_OF_ADDRESS || this.open.size >= MOST)
      throw new TooManyRequestsError({ retryAfter: 30 });
    const stream = { address, reply };
    this.open.add(stream);
    this.heart ??= setInterval(() => this.beat(), HEARTBEAT_MS).unref();
    reply.raw.on('close', () => {
      this.open.delete(stream);
      onEnd();
    });
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    reply.raw.write(`retry: ${RETRY_MS}\n\n`);
    return (event, data) => void reply.raw.write(`event: ${event}\ndata: ${data}\n\n`);
  }

  onModuleDestroy(): void {
    this.isOver = true;
    if (this.heart) clearInterval(this.heart);
    for (const { reply } of this.open) reply.raw.end();
  }

  private beat(): void {
    for (const { reply } of this.open) reply.raw.write(':\n\n');
  }
}
