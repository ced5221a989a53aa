import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { IndexLag, MemoryFeed } from '#libs/search';
import { Tenancy } from '#libs/tenancy';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Series {
  labels: string;
  counts: number[];
  sum: number;
  total: number;
}

/** Figures in the text format of Prometheus. Labels are patterns of routes: no address, no person. */
@Injectable()
export class Metrics {
  private readonly requests = new Map<string, Series>();
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });

  constructor(
    private readonly tenancy: Tenancy,
    private readonly lag: IndexLag,
    private readonly copy: MemoryFeed,
  ) {}

  watch(instance: FastifyInstance): void {
    this.delay.enable();
    instance.addHook('onResponse', (request, reply, done) => {
      const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
      const status = `${Math.floor(reply.statusCode / 100)}xx`;
      this.record(`method="${request.method}",route="${route}",status="${status}"`, reply.elapsedTime / 1000);
      done();
    });
    instance.addHook('onClose', (_instance, done) => {
      this.delay.disable();
      done();
    });
  }

  async text(): Promise<string> {
    const [jobs] = await this.tenancy.publicRead<{ waiting: number; failed: number }>(
      `select count(*) filter (where attempts < max_attempts)::int as waiting,
         count(*) filter (where attempts >= max_attempts)::int as failed from graphile_worker._private_jobs`,
    );
    const { rss, heapUsed } = process.memoryUsage();
    const copy = this.copy.state;
    return [
      '# TYPE http_request_duration_seconds histogram',
      ...[...this.requests.values()].flatMap(histogram),
      ...gauge('process_resident_memory_bytes', rss),
      ...gauge('nodejs_heap_used_bytes', heapUsed),
      ...gauge('nodejs_eventloop_delay_p99_seconds', this.delay.percentile(99) / 1e9 || 0),
      ...gauge('jobs_waiting', jobs?.waiting ?? 0),
      ...gauge('jobs_failed', jobs?.failed ?? 0),
      ...gauge('search_index_lag_seconds', await this.lag.seconds()),
      ...gauge('search_copy_documents', copy?.documents ?? 0),
      ...gauge('search_copy_age_seconds', copy?.secondsOld ?? 0),
      '',
    ].join('\n');
  }

  private record(labels: string, seconds: number): void {
    const series = this.requests.get(labels) ?? { labels, counts: BUCKETS.map(() => 0), sum: 0, total: 0 };
    this.requests.set(labels, series);
    BUCKETS.forEach((bound, i) => {
      if (seconds <= bound) series.counts[i]! += 1;
    });
    series.sum += seconds;
    series.total += 1;
  }
}

function histogram({ labels, counts, sum, total }: Series): string[] {
  const name = 'http_request_duration_seconds';
  return [
    ...BUCKETS.map((bound, i) => `${name}_bucket{${labels},le="${bound}"} ${counts[i]}`),
    `${name}_bucket{${labels},le="+Inf"} ${total}`,
    `${name}_sum{${labels}} ${sum}`,
    `${name}_count{${labels}} ${total}`,
  ];
}

const gauge = (name: string, value: number): string[] => [`# TYPE ${name} gauge`, `${name} ${value}`];
