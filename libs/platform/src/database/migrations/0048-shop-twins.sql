-- A row that waits is decided on a page: twin_id names it there. done: what the decision changed (as an import's change of one shop), so that
-- it can be taken back; took_siret: the shop had no number, and got the row's.
alter table shop_twin add column twin_id uuid not null default gen_random_uuid();
alter table shop_twin add column done jsonb;
alter table shop_twin add column took_siret boolean not null default false;
create unique index shop_twin_id on shop_twin (twin_id);
