-- An application that is being set up stands beside the one in use: whoever changes telephones keeps the old one until the new one
-- has given its first code. What stands in authenticator is confirmed.
create table authenticator_setup (
  person_id uuid primary key references person on delete cascade,
  sealed_secret bytea not null,
  created_at timestamptz not null default now()
);
call global_table('authenticator_setup', 'belongs to a person; the secret is sealed with the key of the application, and replaced after an hour');

insert into authenticator_setup (person_id, sealed_secret, created_at)
select person_id, sealed_secret, created_at from authenticator where confirmed_at is null;
delete from authenticator where confirmed_at is null;
alter table authenticator alter column confirmed_at set not null, alter column confirmed_at set default now(), drop column created_at;
