-- Whoever helps a shop on the telephone may act for it for an hour, once it agrees. agent_name is what the shop was told.
-- expires_at: of the question, then of the agreement. code_hash comes with the mail: no job holds the code itself.
create table assistance (
  assistance_id uuid primary key,
  shop_id uuid not null references shop,
  agent_id uuid references person on delete set null,
  agent_name text not null check (length(agent_name) between 1 and 300),
  reason text not null check (length(reason) between 3 and 300),
  asked_at timestamptz not null default now(),
  code_hash text,
  agreed_at timestamptz,
  agreed_how text check (agreed_how in ('office', 'code')),
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by text check (ended_by in ('shop', 'agent', 'refused')),
  check ((agreed_at is null) = (agreed_how is null)),
  check ((ended_at is null) = (ended_by is null))
);
call global_table('assistance', 'belongs to a shop; read by the agent before a shop is chosen; the agent''s name is personal data, kept as long as the shop');
create index assistance_shop on assistance (shop_id, asked_at desc);
create index assistance_agent on assistance (agent_id) where ended_at is null;

create table assistance_deed (
  shop_id uuid not null references shop,
  deed_id uuid not null,
  assistance_id uuid not null references assistance,
  at timestamptz not null default now(),
  action text not null,
  primary key (shop_id, deed_id)
);
call tenant_table('assistance_deed', 'none', 'what was done for the shop by whoever it let act');
create index assistance_deed_of on assistance_deed (shop_id, assistance_id, at);
