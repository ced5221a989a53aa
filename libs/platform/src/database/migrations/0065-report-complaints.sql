-- Whoever reported something that was dismissed may complain once: the report waits again, for another person
-- (Regulation (EU) 2022/2065, article 20). first_*: the decision complained of.
alter table content_report
  add column complaint text check (length(complaint) between 10 and 4000),
  add column complained_at timestamptz,
  add column first_reasons text,
  add column first_decided_at timestamptz,
  add column first_decided_by uuid references person on delete set null,
  add check ((complaint is null) = (complained_at is null)),
  add check ((complained_at is null) = (first_decided_at is null)),
  add check (first_decided_by is null or decided_by is null or first_decided_by <> decided_by);
