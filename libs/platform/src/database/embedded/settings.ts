/** What the caller may choose; everything else suits two cores and a few gigabytes. */
export interface PostgresSettings {
  /** False only for throw-away clusters of tests: a crash may then lose the folder. */
  durable?: boolean;
  /** Further settings of postgresql.conf, by name. */
  parameters?: Record<string, string>;
}

const ALWAYS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_parallel_workers_per_gather: '0', // two cores serve several people: no query takes both
  random_page_cost: '1.1',
  work_mem: '16MB',
  log_min_error_statement: 'panic', // statements and key values are personal data
  log_error_verbosity: 'terse',
};

const DURABLE = {
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
};

const THROW_AWAY = {
  shared_buffers: '128MB',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  autovacuum_naptime: '5min',
};

/** The `-c name=value` words of the server's command line. */
export function settingWords({ durable = true, parameters = {} }: PostgresSettings): string[] {
  const all = { ...ALWAYS, ...(durable ? DURABLE : THROW_AWAY), ...parameters };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
