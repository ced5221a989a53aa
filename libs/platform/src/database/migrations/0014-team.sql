-- token_hash comes with the mail: no job and no table ever holds the token itself.
create table invitation (
  invitation_id uuid primary key,
  shop_id uuid not null references shop,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  role text not null check (role in ('owner', 'staff')),
  invited_by uuid not null references person on delete cascade,
  token_hash text unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  unique (shop_id, email)
);
call global_table('invitation', 'belongs to a shop; found by its token before any shop is chosen; personal data, retention: until answered or 30 days');
create index invitation_expires on invitation (expires_at);

create table passkey (
  credential_id text primary key check (length(credential_id) <= 1400),
  person_id uuid not null references person on delete cascade,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz not null default now(),
  seen_at timestamptz
);
call global_table('passkey', 'belongs to a person; opens their session');
create index passkey_person on passkey (person_id);

create table passkey_challenge (
  id_hash text primary key,
  challenge text not null,
  person_id uuid references person on delete cascade,
  expires_at timestamptz not null
);
call global_table('passkey_challenge', 'single use, five minutes; person_id when a passkey is being added');
create index passkey_challenge_expires on passkey_challenge (expires_at);
