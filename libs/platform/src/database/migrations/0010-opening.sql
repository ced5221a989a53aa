-- Null: who opened this account alone has not shown yet that the address is theirs. Everybody else was invited to it.
alter table person add column email_confirmed_at timestamptz default now();

-- draft: what was typed before there is a shop; later the shop itself holds it.
create table shop_opening (
  person_id uuid primary key references person on delete cascade,
  shop_id uuid references shop,
  step text not null check (step in
    ('establishment', 'identity', 'trade', 'hours', 'photo', 'theme', 'legal', 'terms', 'product', 'open')),
  draft jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
call global_table('shop_opening', 'where a person who opens a shop stands; the right to shop_id is checked on every request');
create index shop_opening_shop on shop_opening (shop_id);

-- Somebody without a code says that a provisioned shop is theirs; an agent looks into it.
create table claim_request (
  shop_id uuid not null references shop,
  person_id uuid not null references person on delete cascade,
  note text not null check (length(note) between 1 and 1000),
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid,
  accepted boolean,
  primary key (shop_id, person_id),
  check ((accepted is null) = (decided_at is null))
);
call tenant_table('claim_request', 'write', 'who asks to take a shop over without its code; personal data, retention: account');
create index claim_request_person on claim_request (person_id);

create table shop_front (
  shop_id uuid primary key references shop,
  photo_id uuid not null,
  alt text not null check (length(alt) <= 300),
  width int not null,
  height int not null,
  widths int[] not null,
  color text
);
call tenant_table('shop_front', 'none', 'the picture of the shop front; its files are in the media store');
