-- What an initiative says of itself on its page; site_url: its own site, where it has one.
alter table initiative add column about text check (length(about) <= 4000);
alter table initiative add column site_url text check (site_url ~ '^https?://' and length(site_url) <= 2048);
