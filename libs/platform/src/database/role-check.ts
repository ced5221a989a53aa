import { UnsafeRoleError } from './database.errors.js';

type Query = <R>(sql: string) => Promise<R[]>;

interface RoleRow {
  role: string;
  superuser: boolean;
  bypasses: boolean;
  owns: boolean;
}

/** Throws UnsafeRoleError unless the connection's role is one to which row level security applies. */
export async function refuseUnsafeRole(query: Query): Promise<void> {
  const [row] = await query<RoleRow>(`
    select current_user as role, r.rolsuper as superuser, r.rolbypassrls as bypasses,
      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relowner = r.oid) as owns
    from pg_roles r where r.rolname = current_user`);
  const reason = row && unsafeBecause(row);
  if (!row || reason) throw new UnsafeRoleError({ role: row?.role ?? 'unknown', reason: reason ?? 'is unknown' });
}

function unsafeBecause(row: RoleRow): string | null {
  if (row.superuser) return 'is a superuser, for whom row level security does not apply';
  if (row.bypasses) return 'has BYPASSRLS';
  if (row.owns) return 'owns tables';
  return null;
}
