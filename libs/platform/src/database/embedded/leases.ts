import pg from 'pg';

/**
 * Who uses a cluster is written nowhere but in the cluster itself: each user holds one idle session, named after its part, that
 * the kernel closes with its process. `service` is `npm start`, `command` a console command or a test run.
 */
export type Part = 'service' | 'command' | 'guest';

export interface Lease {
  dataDirectory: string;
  /** Parts of the other users. */
  others(): Promise<Part[]>;
  end(): Promise<void>;
  /** Settles when the session is over, by `end` or because the server ended. */
  ended: Promise<void>;
}

const PREFIX = 'devanture embedded ';

/** Joins the cluster. Rejects with the driver's error when it does not answer or refuses the password. */
export async function joinCluster(adminUrl: string, part: Part): Promise<Lease> {
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: PREFIX + part,
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => undefined); // the server ended first: whoever queries will be told
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  await client.connect();
  const shown = await client.query<{ data_directory: string }>('show data_directory');
  return {
    dataDirectory: shown.rows[0]?.data_directory ?? '',
    others: async () => {
      const { rows } = await client.query<{ part: Part }>(
        `select substr(application_name, $1) as part from pg_stat_activity
         where application_name like $2 and pid <> pg_backend_pid()`,
        [PREFIX.length + 1, `${PREFIX}%`],
      );
      return rows.map((row) => row.part);
    },
    end: () => client.end(),
    ended,
  };
}
