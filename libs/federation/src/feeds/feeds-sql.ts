const COLUMNS = `f.feed_id as "feedId", f.initiative_id as "initiativeId",
  jsonb_build_object('slug', i.slug, 'name', i.name) as initiative, f.kind, f.url, f.name, f.site_url as "siteUrl", f.trade,
  f.commune_insee as "communeInsee", f.items, f.checked_at as "checkedAt", f.changed_at as "changedAt", f.next_at as "nextAt",
  f.failures, f.failing_since as "failingSince", f.problem, f.held, f.hidden_at as "hiddenAt", f.created_at as "createdAt"`;

export const LIST = `
  select ${COLUMNS} from feed f join initiative i using (initiative_id)
  where ($1::uuid[] is null or f.initiative_id = any ($1)) order by i.name, f.name, f.feed_id`;

export const ONE = `
  select ${COLUMNS} from feed f join initiative i using (initiative_id)
  where f.feed_id::text = $1 and ($2::uuid[] is null or f.initiative_id = any ($2))`;

export const ADD = `
  insert into feed (feed_id, initiative_id, kind, url, name, site_url, trade, commune_insee, created_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (initiative_id, url) do nothing returning feed_id as "feedId"`;

export const SYNCS = `
  select sync_id as "syncId", started_at as "startedAt", ended_at as "endedAt", outcome, read, created, updated, unchanged,
    missing, gone, refused, problem, errors
  from feed_sync where feed_id = $1 order by started_at desc, sync_id desc limit 50`;

/** One fetch of a feed at a time; one that was killed lets go after ten minutes. */
export const TAKE = `
  update feed f set busy_since = $2 from initiative i
  where f.feed_id = $1 and i.initiative_id = f.initiative_id
    and (f.busy_since is null or f.busy_since < $2::timestamptz - interval '10 minutes')
  returning ${COLUMNS}, f.etag, f.last_modified as "lastModified", f.body_hash as "bodyHash"`;

/** Nothing new: no row but the feed's own date. */
export const STILL = `
  update feed set busy_since = null, checked_at = $2, next_at = $3, failures = 0, failing_since = null, problem = null,
    held = null where feed_id = $1`;

export const APPLIED = `
  update feed set busy_since = null, checked_at = $2, changed_at = case when $8 then $2 else changed_at end, next_at = $3, failures = 0, failing_since = null,
    problem = null, held = null, hidden_at = null, etag = $4, last_modified = $5, body_hash = $6, items = $7
  where feed_id = $1`;

export const HOLD = `
  update feed set busy_since = null, checked_at = $2, next_at = $3, failures = 0, failing_since = null, problem = null,
    held = $4 where feed_id = $1`;

export const FAILED = `
  update feed set busy_since = null, failures = failures + 1, failing_since = coalesce(failing_since, $2), problem = $3,
    next_at = $2::timestamptz + least(interval '1 day', interval '15 minutes' * 2 ^ least(failures, 10)) where feed_id = $1
  returning failing_since as "failingSince", hidden_at as "hiddenAt"`;

export const HIDE =
  'update feed set hidden_at = $2, body_hash = null, etag = null, last_modified = null where feed_id = $1';

export const LOG = `
  insert into feed_sync (feed_id, sync_id, started_at, ended_at, outcome, read, created, updated, unchanged, missing, gone,
    refused, problem, errors)
  select $1, $2, $3, $4, r.outcome, r.read, r.created, r.updated, r.unchanged, r.missing, r.gone, r.refused, r.problem, r.errors
  from jsonb_to_record($5::jsonb) as r (outcome text, read int, created int, updated int, unchanged int, missing int, gone int,
    refused int, problem jsonb, errors jsonb)`;

/** What happened is kept for the last 50 times. */
export const FORGET = `
  delete from feed_sync s where s.feed_id = $1 and s.sync_id not in
    (select sync_id from feed_sync where feed_id = $1 order by started_at desc, sync_id desc limit 50)`;

export const DUE = `
  select feed_id as "feedId" from feed where next_at <= $1 and (busy_since is null or busy_since < $1::timestamptz - interval '10 minutes')
  order by next_at limit 200`;
