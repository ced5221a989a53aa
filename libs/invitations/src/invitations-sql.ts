/** One agent invites at a time, so that nobody is invited twice. */
export const LOCK = `select pg_advisory_xact_lock(hashtext('invitations'))`;

const WAITING = `s.state = 'provisioned' and ($1::uuid[] is null or s.initiative_id = any($1::uuid[]))
  and not exists (select 1 from claim_invitation v where v.shop_id = s.shop_id and v.created_at > now() - interval '30 days')`;

/** $1: initiatives, null for all. */
export const COUNT_UNINVITED = `
  select count(*) filter (where s.email is not null)::int as "byMail",
    count(*) filter (where s.email is null and s.address_line is not null)::int as "byLetter"
  from shop s where ${WAITING}`;

/** $2: `mail` or `letter`; $3: at most. A letter needs a street. */
export const UNINVITED = `
  select s.shop_id as "shopId" from shop s
  where ${WAITING} and (s.email is not null) = ($2 = 'mail') and ($2 = 'mail' or s.address_line is not null)
  order by s.shop_id limit $3`;

export const INVITE = `
  insert into claim_invitation (shop_id, batch_id, sent_at)
  select shop_id, $1, case when $3 = 'letter' then now() end from unnest($2::uuid[]) as t(shop_id)`;

/** A batch is seen by who sees its initiative; one of the whole region by the region. */
const MINE = `($1::uuid[] is null or b.initiative_id = any($1::uuid[]))`;

export const BATCHES = `
  select b.batch_id as "batchId", b.channel, b.created_at as "createdAt", coalesce(p.name, p.email) as by,
    count(*)::int as shops, count(v.sent_at)::int as sent,
    count(*) filter (where s.state not in ('provisioned', 'withdrawn'))::int as claimed
  from claim_batch b
  join claim_invitation v using (batch_id)
  join shop s on s.shop_id = v.shop_id
  left join person p on p.person_id = b.created_by
  where ${MINE}
  group by b.batch_id, p.name, p.email order by b.batch_id desc limit 50`;

export const BATCH = `
  select 1 from claim_batch b where b.batch_id::text = $1 and ($2::uuid[] is null or b.initiative_id = any($2::uuid[]))`;

export const LETTERS = `
  select s.shop_id as "shopId", s.name, s.legal_name as "legalName", s.address_line as "addressLine", s.postcode,
    s.commune_insee as "communeInsee", a.slug
  from claim_invitation v
  join shop s on s.shop_id = v.shop_id
  join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  where v.batch_id = $1 and s.state = 'provisioned'
  order by s.postcode nulls last, s.commune_insee, s.name, s.shop_id`;

/** The mail that is still to be sent. */
export const MAIL = `
  select s.name, s.email, a.slug, i.name as initiative
  from claim_invitation v
  join shop s on s.shop_id = v.shop_id
  join shop_address a on a.shop_id = s.shop_id and a.kind = 'current'
  left join initiative i on i.initiative_id = s.initiative_id
  where v.shop_id = $1 and v.batch_id = $2 and v.sent_at is null and s.state = 'provisioned' and s.email is not null`;
