-- Of the back office; null until the person says one, and their browser's counts.
alter table person add column language text check (language in ('fr', 'en'));
