-- Words of the portal's searches that found nothing near where they were asked, counted by day and commune: no person, no
-- address, no time of day. commune_insee '' and no point: asked of the whole region. trade '': of every trade. Kept 90 days.
create table unmet_search (
  day date not null,
  commune_insee text not null check (commune_insee ~ '^([0-9AB]{5})?$'),
  trade text not null,
  words text not null check (length(words) between 3 and 80),
  lat double precision,
  lon double precision,
  searches int not null check (searches > 0),
  primary key (day, commune_insee, trade, words)
);
call global_table('unmet_search', 'what was looked for and not found; counts of words, nobody''s');
