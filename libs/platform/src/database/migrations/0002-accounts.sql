create table person (
  person_id uuid primary key,
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  name text check (length(name) <= 200),
  password_hash text,
  created_at timestamptz not null default now()
);
call global_table('person', 'a person may belong to several shops; personal data, retention: account');

create table membership (
  membership_id uuid primary key,
  person_id uuid not null references person on delete cascade,
  role text not null check (role in ('owner', 'staff', 'initiative_agent', 'region_admin')),
  shop_id uuid references shop,
  initiative_id uuid references initiative,
  created_at timestamptz not null default now(),
  unique nulls not distinct (person_id, role, shop_id, initiative_id),
  check ((role in ('owner', 'staff')) = (shop_id is not null)),
  check ((role = 'initiative_agent') = (initiative_id is not null))
);
call global_table('membership', 'who may do what; read by person before any shop is chosen');
create index membership_shop on membership (shop_id);

-- id_hash: SHA-256 of the cookie's value, so that a stolen database opens no session.
create table session (
  id_hash text primary key,
  person_id uuid not null references person on delete cascade,
  shop_id uuid references shop,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text
);
call global_table('session', 'belongs to a person; shop_id is only the shop chosen on screen, its right is checked on every request');
create index session_person on session (person_id);
create index session_expires on session (expires_at);

create table sign_in_link (
  token_hash text primary key,
  person_id uuid not null references person on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
call global_table('sign_in_link', 'belongs to a person; single use');
create index sign_in_link_person on sign_in_link (person_id);

create table api_token (
  token_hash text primary key,
  person_id uuid not null references person on delete cascade,
  shop_id uuid references shop,
  label text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz,
  revoked_at timestamptz
);
call global_table('api_token', 'belongs to a person; shop_id says which shop it was made for, checked against memberships');
create index api_token_person on api_token (person_id);

-- Failed guesses per key (account, address, shop); a window of its own per row.
create table attempt (
  key text primary key,
  count int not null,
  window_ends_at timestamptz not null
);
call global_table('attempt', 'rate limits shared by all web processes; keys are hashed');
