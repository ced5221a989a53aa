-- logo: {"pictureId", "width", "height", "widths", "color"} of a picture of the media store; null: its initial stands for it.
alter table initiative add column logo jsonb;

-- Agents who want to be reached on their initiative's page; they say so themselves, and what of them is shown.
create table initiative_contact (
  initiative_id uuid not null references initiative on delete cascade,
  person_id uuid not null references person on delete cascade,
  task text check (length(task) between 1 and 120),
  phone text check (length(phone) between 1 and 40),
  shows_email boolean not null default false,
  primary key (initiative_id, person_id)
);
call global_table('initiative_contact', 'what agents publish of themselves');
create index initiative_contact_person on initiative_contact (person_id);
