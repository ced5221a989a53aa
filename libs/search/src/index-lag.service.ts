import { Injectable } from '@nestjs/common';
import { EVENT_TASK, JOB_LAG_SQL } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';

/** Tasks by which a change reaches the index. */
const TASKS = [EVENT_TASK, 'search.refresh'];

/** How far the index is behind what shops wrote. */
@Injectable()
export class IndexLag {
  constructor(private readonly tenancy: Tenancy) {}

  /** Since the oldest change that the index does not show; 0: it shows them all. */
  async seconds(): Promise<number> {
    const [row] = await this.tenancy.publicRead<{ seconds: number }>(JOB_LAG_SQL, [TASKS]);
    return row?.seconds ?? 0;
  }
}
