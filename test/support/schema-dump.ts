import type pg from 'pg';

/** The schema as text, in a fixed order: what a reviewer reads and a test compares. */
export async function dumpSchema(client: pg.Client): Promise<string> {
  const parts: string[] = [];
  for (const { name, comment } of await rows<{ name: string; comment: string }>(client, TABLES)) {
    const lines = await Promise.all([COLUMNS, CONSTRAINTS].map((sql) => rows<{ line: string }>(client, sql, [name])));
    const after = await rows<{ line: string }>(client, INDEXES_POLICIES_GRANTS, [name]);
    parts.push(
      [
        `-- ${comment}`,
        `table ${name} (`,
        ...lines.flat().map(({ line }) => `  ${line}`),
        ')',
        ...after.map(({ line }) => line),
      ].join('\n'),
    );
  }
  const functions = await rows<{ line: string }>(client, FUNCTIONS);
  return `${[...parts, ...functions.map(({ line }) => line.trim())].join('\n\n')}\n`;
}

async function rows<R>(client: pg.Client, sql: string, parameters: unknown[] = []): Promise<R[]> {
  const result = await client.query(sql, parameters);
  return result.rows as R[];
}

const TABLES = `
  select c.relname as name, coalesce(obj_description(c.oid), 'no scope') as comment
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  order by 1`;

const COLUMNS = `
  select a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attnotnull then ' not null' else '' end
    || case when a.attgenerated <> '' then ' generated as ' || pg_get_expr(d.adbin, d.adrelid)
            when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end as line
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = ('public.' || quote_ident($1))::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;

const CONSTRAINTS = `
  select pg_get_constraintdef(oid) as line from pg_constraint
  where conrelid = ('public.' || quote_ident($1))::regclass and contype <> 'n' order by contype, 1`;

const INDEXES_POLICIES_GRANTS = `
  with t as (select ('public.' || quote_ident($1))::regclass as oid)
  select line from (
    select 1 as part, pg_get_indexdef(i.indexrelid) as line from pg_index i, t where i.indrelid = t.oid and not i.indisprimary
    union all
    select 2, 'policy ' || p.polname || ' for ' || p.polcmd::text || ' to '
      || (select string_agg(r.rolname, ', ' order by r.rolname) from pg_roles r where r.oid = any (p.polroles))
      || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '')
      || coalesce(' check ' || pg_get_expr(p.polwithcheck, p.polrelid), '')
    from pg_policy p, t where p.polrelid = t.oid
    union all
    select 3, 'grant ' || string_agg(lower(privilege_type), ', ' order by privilege_type) || ' to ' || grantee
    from information_schema.role_table_grants
    where table_schema = 'public' and table_name = $1 and grantee like 'devanture%' and grantee <> 'devanture_owner' group by grantee
    union all
    select 4, case when c.relforcerowsecurity and c.relrowsecurity then 'row level security forced' else 'no row level security' end
    from pg_class c, t where c.oid = t.oid
  ) x order by part, line`;

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as line from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
    and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by p.proname`;
