-- support helps owners at the desk of the whole region; an auditor reads what the territory does, and changes nothing.
alter table membership drop constraint membership_role_check;
alter table membership add constraint membership_role_check
  check (role in ('owner', 'staff', 'initiative_agent', 'region_admin', 'support', 'auditor'));

-- What people of the territory did: a row before the deed (asked), one after it (done, refused). Each row's hash covers its own content and the
-- hash of the row before, so that a row that is changed, added or taken out breaks the chain. subject: ids from the address, never what was typed.
create table audit_entry (
  number bigint primary key,
  at timestamptz not null,
  person_id uuid,
  role text not null check (length(role) between 1 and 40),
  action text not null check (length(action) between 1 and 300),
  subject jsonb not null default '{}',
  request_id text not null check (length(request_id) <= 100),
  outcome text not null check (outcome in ('asked', 'done', 'refused')),
  previous bytea not null,
  hash bytea not null
);
call region_table('audit_entry', 'what people of the territory did, hash-chained');
revoke update, delete, truncate on audit_entry from devanture_region, devanture_app;
create index audit_entry_person on audit_entry (person_id, number);
create index audit_entry_at on audit_entry (at);

create function audit_hash(e audit_entry) returns bytea
  language sql immutable parallel safe
  return sha256(convert_to(concat_ws('|', (e).number, to_char((e).at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
    coalesce((e).person_id::text, '-'), (e).role, (e).action, (e).subject::text, (e).request_id, (e).outcome, encode((e).previous, 'hex')), 'UTF8'));

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_stays before update or delete or truncate on audit_entry for each statement execute function refuse_change();

-- One after the other: the number and the hash of the last row are read under a lock that ends with the transaction.
create function audit_append(person uuid, acting_role text, deed text, about jsonb, request text, how text)
  returns bigint language plpgsql as $$
declare
  e audit_entry;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit_entry', 0));
  select coalesce(max(a.number), 0) + 1 into e.number from audit_entry a;
  e.previous := coalesce((select a.hash from audit_entry a where a.number = e.number - 1), '\x');
  e.at := clock_timestamp();
  e.person_id := person;
  e.role := acting_role;
  e.action := deed;
  e.subject := about;
  e.request_id := request;
  e.outcome := how;
  e.hash := audit_hash(e);
  insert into audit_entry select (e).*;
  return e.number;
end $$;
