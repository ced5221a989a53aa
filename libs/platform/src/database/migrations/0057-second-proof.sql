-- Whoever acts for the territory proves twice who they are: a passkey, or a code of an authenticator application.
alter table session add column proved_at timestamptz;

create table authenticator (
  person_id uuid primary key references person on delete cascade,
  sealed_secret bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);
call global_table('authenticator', 'belongs to a person; the secret is sealed with the key of the application; last_step: no code is taken twice');

create table recovery_code (
  person_id uuid not null references authenticator on delete cascade,
  code_hash text not null,
  used_at timestamptz,
  primary key (person_id, code_hash)
);
call global_table('recovery_code', 'belongs to a person; hashed, single use');
