-- What the shops of the region know together of an article with a barcode. ean: the GTIN in 14 digits. The app role reads;
-- sheets and proposals are written by the functions below alone. photo_id: a copy of its own, below sheets/ in the media store.
create table product_sheet (
  ean text primary key check (ean ~ '^\d{14}$'),
  name text not null check (length(name) between 1 and 300),
  description_html text not null default '' check (length(description_html) <= 50000),
  brand text check (length(brand) <= 200),
  category text check (length(category) <= 200),
  vat_rate numeric(3, 1) not null check (vat_rate in (20, 10, 5.5, 2.1, 0)),
  public_category text check (public_category ~ '^[a-z0-9-]{1,40}$'),
  content_amount numeric(10, 3) check (content_amount > 0),
  content_unit text check (content_unit in ('g', 'kg', 'ml', 'cl', 'l', 'm', 'm2', 'piece')),
  option_names text[] not null default '{}' check (cardinality(option_names) <= 3),
  option_values text[] not null default '{}' check (cardinality(option_values) = cardinality(option_names)),
  photo_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((content_amount is null) = (content_unit is null))
);
comment on table product_sheet is 'public copy: what published products say of a barcode, shared by the region';

-- A change that somebody proposed. changes: the fields that would differ. decided_by: the agent; null when shops agreed.
create table product_sheet_proposal (
  proposal_id uuid primary key,
  ean text not null references product_sheet on delete cascade,
  changes jsonb not null check (jsonb_typeof(changes) = 'object' and changes <> '{}'),
  state text not null default 'open' check (state in ('open', 'accepted', 'refused')),
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid,
  check ((state = 'open') = (decided_at is null))
);
comment on table product_sheet_proposal is 'public copy: shops that have the article agree or not; it names no shop';
create unique index product_sheet_proposal_once on product_sheet_proposal (ean, md5(changes::text)) where state = 'open';

do $$
declare
  t text;
begin
  foreach t in array array['product_sheet', 'product_sheet_proposal'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy everybody_reads on %I for select to devanture_app, devanture_region using (true)', t);
    execute format('create policy own_functions on %I to devanture_owner using (true) with check (true)', t);
    execute format('grant select on %I to devanture_app, devanture_region', t);
  end loop;
end $$;

-- Who wants the change: the shop that proposed it, and those that agree. One voice a shop.
create table product_sheet_voice (
  shop_id uuid not null references shop on delete cascade,
  proposal_id uuid not null references product_sheet_proposal on delete cascade,
  at timestamptz not null default now(),
  primary key (shop_id, proposal_id)
);
call tenant_table('product_sheet_voice', 'none', 'which changes of sheets the shop wants');
create policy own_functions on product_sheet_voice to devanture_owner using (true) with check (true);
revoke insert, update on product_sheet_voice from devanture_app;

-- The first description of a barcode becomes its sheet; later ones only fill what is empty. Answers the sheets without a photo.
create function describe_sheets(described jsonb) returns setof text
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if current_shop_id() is null then
    raise exception 'sheets are described by a shop';
  end if;
  insert into product_sheet as s (ean, name, description_html, brand, category, vat_rate, public_category, content_amount,
      content_unit, option_names, option_values)
    select distinct on (g.ean) g.ean, g.name, g.description_html, g.brand, g.category, g.vat_rate, g.public_category,
      g.content_amount, g.content_unit, g.option_names, g.option_values
    from jsonb_to_recordset(described) as g (ean text, name text, description_html text, brand text, category text,
      vat_rate numeric, public_category text, content_amount numeric, content_unit text, option_names text[], option_values text[])
    order by g.ean
  on conflict (ean) do update set
    description_html = case s.description_html when '' then excluded.description_html else s.description_html end,
    brand = coalesce(s.brand, excluded.brand), category = coalesce(s.category, excluded.category),
    public_category = coalesce(s.public_category, excluded.public_category),
    content_amount = case when s.content_unit is null then excluded.content_amount else s.content_amount end,
    content_unit = coalesce(s.content_unit, excluded.content_unit), updated_at = now()
  where s.description_html = '' and excluded.description_html <> '' or s.brand is null and excluded.brand is not null
    or s.category is null and excluded.category is not null or s.content_unit is null and excluded.content_unit is not null
    or s.public_category is null and excluded.public_category is not null;
  return query select s.ean from product_sheet s
    where s.photo_id is null and s.ean in (select g.ean from jsonb_to_recordset(described) as g (ean text));
end $$;

-- False when another photo was there first: the caller removes its copy.
create function give_sheet_photo(of_ean text, photo uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if current_shop_id() is null then
    raise exception 'a photo is given by a shop';
  end if;
  update product_sheet set photo_id = photo, updated_at = now() where ean = of_ean and photo_id is null;
  return found;
end $$;

create function apply_sheet_proposal(proposal product_sheet_proposal) returns void
  language sql security definer set search_path = public, pg_temp as $$
    update product_sheet set name = coalesce(proposal.changes ->> 'name', name),
      description_html = coalesce(proposal.changes ->> 'descriptionHtml', description_html),
      brand = coalesce(proposal.changes ->> 'brand', brand), category = coalesce(proposal.changes ->> 'category', category),
      vat_rate = coalesce((proposal.changes ->> 'vatRate')::numeric, vat_rate), updated_at = now()
    where ean = proposal.ean
  $$;

-- The current shop's voice for an open proposal. Answers the state after it; null when there is no such open proposal.
create function second_sheet_proposal(wanted uuid) returns text
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  proposal product_sheet_proposal;
begin
  select * into proposal from product_sheet_proposal p where p.proposal_id = wanted and p.state = 'open' for update;
  if proposal.proposal_id is null then
    return null;
  end if;
  insert into product_sheet_voice (shop_id, proposal_id) values (current_shop_id(), wanted) on conflict do nothing;
  if (select count(*) from product_sheet_voice v where v.proposal_id = wanted) < 3 then
    return 'open';
  end if;
  perform apply_sheet_proposal(proposal);
  update product_sheet_proposal p set state = 'accepted', decided_at = now() where p.proposal_id = wanted;
  return 'accepted';
end $$;

-- The same change that another shop proposed before gains a voice instead. Answers the proposal's state.
create function propose_sheet(of_ean text, wanted jsonb, id uuid) returns text
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known uuid;
begin
  insert into product_sheet_proposal (proposal_id, ean, changes) values (id, of_ean, wanted)
    on conflict (ean, md5(changes::text)) where state = 'open' do nothing;
  select p.proposal_id into known from product_sheet_proposal p
    where p.ean = of_ean and md5(p.changes::text) = md5(wanted::text) and p.state = 'open';
  return second_sheet_proposal(known);
end $$;

-- An agent's word. False when it was decided before.
create function decide_sheet_proposal(wanted uuid, is_accepted boolean, agent uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  proposal product_sheet_proposal;
begin
  select * into proposal from product_sheet_proposal p where p.proposal_id = wanted and p.state = 'open' for update;
  if proposal.proposal_id is null then
    return false;
  end if;
  if is_accepted then
    perform apply_sheet_proposal(proposal);
  end if;
  update product_sheet_proposal p set state = case when is_accepted then 'accepted' else 'refused' end, decided_at = now(),
    decided_by = agent where p.proposal_id = wanted;
  return true;
end $$;

revoke all on function describe_sheets, give_sheet_photo, apply_sheet_proposal, second_sheet_proposal, propose_sheet,
  decide_sheet_proposal from public;
grant execute on function describe_sheets, give_sheet_photo, second_sheet_proposal, propose_sheet to devanture_app;
grant execute on function decide_sheet_proposal to devanture_region;

-- What was counted on the shelf. expected: what stood on the screen; delta: what the count changed, pieces sold meanwhile left out.
create table stock_count (
  shop_id uuid not null,
  count_id uuid not null,
  variant_id uuid not null,
  expected int not null,
  counted int not null check (counted between 0 and 1000000),
  delta int not null,
  at timestamptz not null default now(),
  undone_at timestamptz,
  primary key (shop_id, count_id),
  foreign key (shop_id, variant_id) references variant on delete cascade
);
call tenant_table('stock_count', 'none', 'the counts of the shelves, those without a difference included');
create index stock_count_day on stock_count (shop_id, at);
create index stock_count_variant on stock_count (shop_id, variant_id);
