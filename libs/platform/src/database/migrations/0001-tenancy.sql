-- Every table says whose it is in its comment: `tenant`, `public copy`, `region` or `global`, then why.
-- The catalogue lint in test/schema.spec.ts refuses a table that does not keep the rules of its scope.

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;

create function current_shop_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.shop_id', true), '')::uuid;

comment on function current_shop_id() is 'The shop this transaction acts for; null outside a shop, so that no row is seen.';

-- Rows of one shop: seen and written only in that shop's transaction. region_access: none, read or write.
create procedure tenant_table(t regclass, region_access text, why text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy own_shop on %s to devanture_app using (shop_id = current_shop_id()) with check (shop_id = current_shop_id())', t);
  execute format('grant select, insert, update, delete on %s to devanture_app', t);
  if region_access = 'read' then
    execute format('create policy region_reads on %s for select to devanture_region using (true)', t);
    execute format('grant select on %s to devanture_region', t);
  elsif region_access = 'write' then
    execute format('create policy region_writes on %s to devanture_region using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %s to devanture_region', t);
  elsif region_access <> 'none' then
    raise exception 'region_access is none, read or write, not %', region_access;
  end if;
  execute format('comment on table %s is %L', t, 'tenant: ' || why);
end $$;

-- Publishable columns that everybody reads and each shop writes for itself.
create procedure public_copy(t regclass, why text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy everybody_reads on %s for select to devanture_app using (true)', t);
  execute format('create policy own_shop_inserts on %s for insert to devanture_app with check (shop_id = current_shop_id())', t);
  execute format('create policy own_shop_updates on %s for update to devanture_app using (shop_id = current_shop_id()) with check (shop_id = current_shop_id())', t);
  execute format('create policy own_shop_deletes on %s for delete to devanture_app using (shop_id = current_shop_id())', t);
  execute format('create policy region_writes on %s to devanture_region using (true) with check (true)', t);
  execute format('grant select, insert, update, delete on %s to devanture_app, devanture_region', t);
  execute format('comment on table %s is %L', t, 'public copy: ' || why);
end $$;

-- Territory-wide tasks alone.
create procedure region_table(t regclass, why text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy region_writes on %s to devanture_region using (true) with check (true)', t);
  execute format('grant select, insert, update, delete on %s to devanture_region', t);
  execute format('comment on table %s is %L', t, 'region: ' || why);
end $$;

-- No shop owns it: people, sessions, names.
create procedure global_table(t regclass, why text) language plpgsql as $$
begin
  execute format('grant select, insert, update, delete on %s to devanture_app, devanture_region', t);
  execute format('comment on table %s is %L', t, 'global: ' || why);
end $$;

create table initiative (
  initiative_id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$'),
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('chamber', 'union', 'town', 'association', 'platform')),
  created_at timestamptz not null default now()
);
call global_table('initiative', 'federated bodies are public');

create table shop (
  shop_id uuid primary key,
  initiative_id uuid references initiative,
  state text not null check (state in ('provisioned', 'claimed', 'open', 'paused', 'suspended', 'closed', 'withdrawn')),
  state_reason text,
  name text not null check (length(name) between 1 and 200),
  legal_name text check (length(legal_name) <= 200),
  siret text check (siret ~ '^\d{14}$'),
  naf text,
  trade text not null,
  tagline text check (length(tagline) <= 200),
  description text check (length(description) <= 5000),
  address_line text check (length(address_line) <= 300),
  postcode text check (length(postcode) <= 10),
  commune_insee text not null check (commune_insee ~ '^[0-9AB]{5}$'),
  lat double precision check (lat between -90 and 90),
  lon double precision check (lon between -180 and 180),
  point_source text not null default 'commune' check (point_source in ('commune', 'file', 'merchant')),
  phone text check (length(phone) <= 40),
  email text check (length(email) <= 254),
  website text check (length(website) <= 500),
  theme text not null,
  theme_settings jsonb not null default '{}',
  legal jsonb not null default '{}',
  order_prefix text not null check (order_prefix ~ '^[A-Z]{2,4}$'),
  last_order_number int not null default 0 check (last_order_number >= 0),
  slot_minutes int not null default 30 check (slot_minutes in (15, 20, 30, 60)),
  slot_capacity int not null default 4 check (slot_capacity between 1 and 1000),
  slot_max_items int check (slot_max_items >= 1),
  lead_minutes int not null default 120 check (lead_minutes between 0 and 20160),
  horizon_open_days int not null default 7 check (horizon_open_days between 1 and 60),
  cutoffs jsonb not null default '{}',
  rush boolean not null default false,
  open_on_holidays boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
call tenant_table('shop', 'write', 'the merchant''s mini-shop; the tenant itself');
create index shop_state on shop (state, commune_insee);
create index shop_initiative on shop (initiative_id);

-- `current` answers, `former` redirects until `until` and then says 410. A row is never deleted: an address is never given away twice.
create table shop_address (
  slug text primary key check (slug ~ '^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$' and slug !~ '--'),
  shop_id uuid not null references shop deferrable initially deferred,
  kind text not null default 'current' check (kind in ('current', 'former')),
  until timestamptz,
  created_at timestamptz not null default now()
);
call public_copy('shop_address', 'host name to shop; unique over the region by its nature');
create unique index shop_address_current on shop_address (shop_id) where kind = 'current';
revoke delete on shop_address from devanture_app, devanture_region;

-- Guards « one SIRET, one shop » without a single-column key on a tenant table.
create table shop_siret (
  siret text primary key check (siret ~ '^\d{14}$'),
  shop_id uuid not null references shop deferrable initially deferred
);
call region_table('shop_siret', 'an establishment has one shop');
create index shop_siret_shop on shop_siret (shop_id);

-- What each source last said of a shop. source: merchant, initiative:<id>, register:sirene, map:osm...
create table shop_source (
  shop_id uuid not null references shop,
  source text not null,
  facts jsonb not null,
  facts_hash text not null,
  seen_at timestamptz not null default now(),
  primary key (shop_id, source)
);
call tenant_table('shop_source', 'write', 'where each fact about the shop came from');

-- The code itself is derived from `nonce` and the application secret; only its hash is kept.
create table claim (
  shop_id uuid not null references shop,
  nonce uuid not null,
  code_hash text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid,
  primary key (shop_id, nonce)
);
call tenant_table('claim', 'write', 'single-use codes by which the owner takes the shop over');
create index claim_code on claim (code_hash);

-- weekday: 1 Monday ... 7 Sunday (ISO 8601). Half-open [opens, closes) in local wall time of the region.
create table opening_hours (
  shop_id uuid not null references shop,
  weekday int not null check (weekday between 1 and 7),
  opens time not null,
  closes time not null check (closes > opens),
  primary key (shop_id, weekday, opens)
);
call tenant_table('opening_hours', 'write', 'weekly intervals');

-- intervals: [{"opens":"09:00","closes":"12:30"}]; empty means closed on that day.
create table hours_exception (
  shop_id uuid not null references shop,
  day date not null,
  intervals jsonb not null default '[]',
  reason text check (length(reason) <= 200),
  primary key (shop_id, day)
);
call tenant_table('hours_exception', 'write', 'dated overrides with a reason');
