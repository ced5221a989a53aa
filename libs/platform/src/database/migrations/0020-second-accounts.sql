-- Who opens a shop with an address that has an account gets a second one, so that the answer tells nobody who has an account.
-- It joins the first once the mail at that address was read: email_confirmed_at is set, and what it holds is the first's.
alter table person add column second_of uuid references person on delete cascade;
alter table person drop constraint person_email_key;
-- The address that one signs in with: unique. A second account is found by its own password only.
alter table person add column sign_in_email text generated always as (case when second_of is null then email end) stored;
alter table person add constraint person_sign_in_email_key unique (sign_in_email);
create index person_second_of on person (second_of) where second_of is not null;
create index person_email on person (email);
