-- Reports by anybody, decisions with their reasons, appeals (Regulation (EU) 2022/2065, articles 16, 17 and 20).
create table content_report (
  report_id uuid primary key,
  shop_id uuid not null references shop,
  product_id uuid,
  product_name text,
  kind text not null check (kind in ('illegal', 'counterfeit', 'dangerous', 'misleading', 'privacy', 'other')),
  explanation text not null check (length(explanation) between 10 and 4000),
  reporter_name text check (length(reporter_name) <= 200),
  reporter_email text check (length(reporter_email) <= 254),
  reported_at timestamptz not null default now(),
  outcome text check (outcome in ('dismissed', 'acted')),
  reasons text check (length(reasons) between 3 and 4000),
  decided_at timestamptz,
  decided_by uuid references person on delete set null,
  check ((outcome is null) = (decided_at is null)),
  check ((product_id is null) = (product_name is null))
);
call region_table('content_report', 'what people report to the region; name and address of the reporter: retention: six months after the decision');
create index content_report_open on content_report (reported_at) where decided_at is null;
create index content_report_shop on content_report (shop_id, reported_at desc);

-- was: what is restored when the decision ends.
create table moderation_decision (
  shop_id uuid not null references shop,
  decision_id uuid not null,
  report_id uuid references content_report,
  product_id uuid,
  product_name text,
  measure text not null check (measure in ('withhold_product', 'suspend_shop')),
  ground text not null check (ground in ('illegal', 'terms')),
  basis text not null check (length(basis) between 3 and 500),
  facts text not null check (length(facts) between 10 and 4000),
  was text not null,
  decided_at timestamptz not null default now(),
  decided_by uuid references person on delete set null,
  appeal text check (length(appeal) between 10 and 4000),
  appealed_at timestamptz,
  appeal_outcome text check (appeal_outcome in ('kept', 'reversed')),
  appeal_reasons text check (length(appeal_reasons) between 3 and 4000),
  appeal_decided_at timestamptz,
  appeal_decided_by uuid references person on delete set null,
  ended_at timestamptz,
  primary key (shop_id, decision_id),
  foreign key (shop_id, product_id) references product,
  check ((measure = 'withhold_product') = (product_id is not null)),
  check (appeal_decided_by is null or decided_by is null or appeal_decided_by <> decided_by)
);
call tenant_table('moderation_decision', 'write', 'what the region took down in the shop, why, and what the shop says to it');
create unique index moderation_one_suspension on moderation_decision (shop_id) where ended_at is null and measure = 'suspend_shop';
create unique index moderation_one_withholding on moderation_decision (shop_id, product_id) where ended_at is null;
create index moderation_appeals on moderation_decision (appealed_at) where appealed_at is not null and appeal_decided_at is null;

-- A product that the region took down cannot be published again by whatever writes it.
alter table product add column withheld_at timestamptz;
create function keep_withheld() returns trigger language plpgsql as $$
begin
  new.published := false;
  return new;
end $$;
create trigger product_withheld before insert or update on product for each row
  when (new.withheld_at is not null and new.published) execute function keep_withheld();

-- Names that the region keeps, beside those of the program.
create table reserved_name (
  name text primary key check (name ~ '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$'),
  reason text not null check (length(reason) between 3 and 300),
  reserved_at timestamptz not null default now(),
  reserved_by uuid references person on delete set null
);
call global_table('reserved_name', 'names that no shop may take are public; the region alone writes them');
