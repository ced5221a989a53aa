import { Injectable } from '@nestjs/common';
import { MemoryEngine } from './memory/memory-engine.service.js';
import { RemoteEngine } from './remote/remote-engine.service.js';
import { PostgresEngine } from './postgres-engine.service.js';
import type { SearchEngine } from './search-engine.js';
import type { Understood } from './search-plan.js';

/** Who answers: the engine of `SEARCH_URL` where one is set; the copy in memory once it is there and as long as it keeps up; else the database. */
@Injectable()
export class Engines {
  constructor(
    private readonly memory: MemoryEngine,
    private readonly postgres: PostgresEngine,
    private readonly remote: RemoteEngine,
  ) {}

  current(): SearchEngine {
    if (this.remote.isSet) return this.remote;
    return this.memory.isReady ? this.memory : this.postgres;
  }

  /** References are looked up in the database alone. */
  of({ codes }: Understood): SearchEngine {
    return codes ? this.postgres : this.current();
  }
}
