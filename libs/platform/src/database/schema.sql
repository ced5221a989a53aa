-- global: belongs to a person; shop_id says which shop it was made for, checked against memberships
table api_token (
  token_hash text not null
  person_id uuid not null
  shop_id uuid
  label text not null
  created_at timestamp with time zone not null default now()
  seen_at timestamp with time zone
  revoked_at timestamp with time zone
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (token_hash)
)
CREATE INDEX api_token_person ON public.api_token USING btree (person_id)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: belongs to a shop; read by the agent before a shop is chosen; the agent's name is personal data, kept as long as the shop
table assistance (
  assistance_id uuid not null
  shop_id uuid not null
  agent_id uuid
  agent_name text not null
  reason text not null
  asked_at timestamp with time zone not null default now()
  code_hash text
  agreed_at timestamp with time zone
  agreed_how text
  expires_at timestamp with time zone not null
  ended_at timestamp with time zone
  ended_by text
  CHECK (((agreed_at IS NULL) = (agreed_how IS NULL)))
  CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
  CHECK (((length(agent_name) >= 1) AND (length(agent_name) <= 300)))
  CHECK (((length(reason) >= 3) AND (length(reason) <= 300)))
  CHECK ((agreed_how = ANY (ARRAY['office'::text, 'code'::text])))
  CHECK ((ended_by = ANY (ARRAY['shop'::text, 'agent'::text, 'refused'::text])))
  FOREIGN KEY (agent_id) REFERENCES person(person_id) ON DELETE SET NULL
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (assistance_id)
)
CREATE INDEX assistance_agent ON public.assistance USING btree (agent_id) WHERE (ended_at IS NULL)
CREATE INDEX assistance_shop ON public.assistance USING btree (shop_id, asked_at DESC)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- tenant: what was done for the shop by whoever it let act
table assistance_deed (
  shop_id uuid not null
  deed_id uuid not null
  assistance_id uuid not null
  at timestamp with time zone not null default now()
  action text not null
  FOREIGN KEY (assistance_id) REFERENCES assistance(assistance_id)
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, deed_id)
)
CREATE INDEX assistance_deed_of ON public.assistance_deed USING btree (shop_id, assistance_id, at)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- global: rate limits shared by all web processes; keys are hashed
table attempt (
  key text not null
  count integer not null
  window_ends_at timestamp with time zone not null
  PRIMARY KEY (key)
)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- region: what people of the territory did, hash-chained
table audit_entry (
  number bigint not null
  at timestamp with time zone not null
  person_id uuid
  role text not null
  action text not null
  subject jsonb not null default '{}'::jsonb
  request_id text not null
  outcome text not null
  previous bytea not null
  hash bytea not null
  CHECK (((length(action) >= 1) AND (length(action) <= 300)))
  CHECK (((length(role) >= 1) AND (length(role) <= 40)))
  CHECK ((length(request_id) <= 100))
  CHECK ((outcome = ANY (ARRAY['asked'::text, 'done'::text, 'refused'::text])))
  PRIMARY KEY (number)
)
CREATE INDEX audit_entry_at ON public.audit_entry USING btree (at)
CREATE INDEX audit_entry_person ON public.audit_entry USING btree (person_id, number)
policy region_writes for * to devanture_region using true check true
grant insert, select to devanture_region
row level security forced

-- global: belongs to a person; the secret is sealed with the key of the application; last_step: no code is taken twice
table authenticator (
  person_id uuid not null
  sealed_secret bytea not null
  confirmed_at timestamp with time zone not null default now()
  last_step bigint not null default 0
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  PRIMARY KEY (person_id)
)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: belongs to a person; the secret is sealed with the key of the application, and replaced after an hour
table authenticator_setup (
  person_id uuid not null
  sealed_secret bytea not null
  created_at timestamp with time zone not null default now()
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  PRIMARY KEY (person_id)
)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: a basket between a shop's host and the portal; names nobody; retention: a day
table basket_handover (
  token_hash text not null
  shop_id uuid not null
  toward text not null
  lines jsonb not null
  expires_at timestamp with time zone not null
  consumed_at timestamp with time zone
  CHECK ((toward = ANY (ARRAY['portal'::text, 'shop'::text])))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (token_hash)
)
CREATE INDEX basket_handover_expires ON public.basket_handover USING btree (expires_at)
policy outside_shops for * to devanture_app using (current_shop_id() IS NULL) check (current_shop_id() IS NULL)
grant delete, insert, select, update to devanture_app
row level security forced

-- global: messages to merchants; the shops it is for read it
table broadcast (
  broadcast_id uuid not null
  subject text not null
  body text not null
  sender_name text not null
  initiative_ids uuid[]
  targets jsonb not null
  sent_at timestamp with time zone not null default now()
  sent_by uuid
  CHECK (((length(body) >= 10) AND (length(body) <= 10000)))
  CHECK (((length(sender_name) >= 1) AND (length(sender_name) <= 200)))
  CHECK (((length(subject) >= 3) AND (length(subject) <= 150)))
  FOREIGN KEY (sent_by) REFERENCES person(person_id) ON DELETE SET NULL
  PRIMARY KEY (broadcast_id)
)
CREATE INDEX broadcast_sent ON public.broadcast USING btree (sent_at DESC)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- tenant: which messages the shop got, and whether it read them
table broadcast_shop (
  shop_id uuid not null
  broadcast_id uuid not null
  mailed_at timestamp with time zone
  read_at timestamp with time zone
  FOREIGN KEY (broadcast_id) REFERENCES broadcast(broadcast_id)
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, broadcast_id)
)
CREATE INDEX broadcast_shop_unmailed ON public.broadcast_shop USING btree (broadcast_id, shop_id) WHERE (mailed_at IS NULL)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: what the last saves of the table of products changed, so that they can be taken back
table bulk_edit (
  shop_id uuid not null
  edit_id uuid not null
  person_id uuid
  changes jsonb not null
  at timestamp with time zone not null default now()
  undone_at timestamp with time zone
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, edit_id)
)
CREATE INDEX bulk_edit_latest ON public.bulk_edit USING btree (shop_id, at DESC)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: single-use codes by which the owner takes the shop over
table claim (
  shop_id uuid not null
  nonce uuid not null
  code_hash text not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  used_by uuid
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, nonce)
)
CREATE INDEX claim_code ON public.claim USING btree (code_hash)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- region: who invited owners, when and how; null initiative: the whole region
table claim_batch (
  batch_id uuid not null
  initiative_id uuid
  channel text not null
  created_by uuid
  created_at timestamp with time zone not null default now()
  CHECK ((channel = ANY (ARRAY['mail'::text, 'letter'::text])))
  FOREIGN KEY (created_by) REFERENCES person(person_id)
  FOREIGN KEY (initiative_id) REFERENCES initiative(initiative_id)
  PRIMARY KEY (batch_id)
)
CREATE INDEX claim_batch_initiative ON public.claim_batch USING btree (initiative_id)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: when the owner was invited to take the shop over
table claim_invitation (
  shop_id uuid not null
  batch_id uuid not null
  created_at timestamp with time zone not null default now()
  sent_at timestamp with time zone
  FOREIGN KEY (batch_id) REFERENCES claim_batch(batch_id)
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, batch_id)
)
CREATE INDEX claim_invitation_batch ON public.claim_invitation USING btree (batch_id)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: who asks to take a shop over without its code; personal data, retention: account
table claim_request (
  shop_id uuid not null
  person_id uuid not null
  note text not null
  created_at timestamp with time zone not null default now()
  decided_at timestamp with time zone
  decided_by uuid
  accepted boolean
  CHECK (((accepted IS NULL) = (decided_at IS NULL)))
  CHECK (((length(note) >= 1) AND (length(note) <= 1000)))
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, person_id)
)
CREATE INDEX claim_request_person ON public.claim_request USING btree (person_id)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- region: a public decree; every shop reads it, the region alone writes it
table closure_order (
  closure_id uuid not null
  title text not null
  reason text
  starts_on date not null
  ends_on date
  territory jsonb not null
  communes text[]
  trades text[] not null default '{}'::text[]
  nafs text[] not null default '{}'::text[]
  exempt_trades text[] not null default '{}'::text[]
  exempt_nafs text[] not null default '{}'::text[]
  collects boolean not null default true
  collect_from time without time zone
  collect_until time without time zone
  created_by uuid
  created_at timestamp with time zone not null default now()
  cancelled_at timestamp with time zone
  cancelled_by uuid
  CHECK (((length(title) >= 1) AND (length(title) <= 200)))
  CHECK ((collect_until > collect_from))
  CHECK ((ends_on >= starts_on))
  CHECK ((length(reason) <= 1000))
  PRIMARY KEY (closure_id)
)
policy everybody_reads for r to devanture_app using true
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
grant select to devanture_app
row level security forced

-- region: what people report to the region; name and address of the reporter: retention: six months after the decision
table content_report (
  report_id uuid not null
  shop_id uuid not null
  product_id uuid
  product_name text
  kind text not null
  explanation text not null
  reporter_name text
  reporter_email text
  reported_at timestamp with time zone not null default now()
  outcome text
  reasons text
  decided_at timestamp with time zone
  decided_by uuid
  complaint text
  complained_at timestamp with time zone
  first_reasons text
  first_decided_at timestamp with time zone
  first_decided_by uuid
  CHECK (((complained_at IS NULL) = (first_decided_at IS NULL)))
  CHECK (((complaint IS NULL) = (complained_at IS NULL)))
  CHECK (((first_decided_by IS NULL) OR (decided_by IS NULL) OR (first_decided_by <> decided_by)))
  CHECK (((length(complaint) >= 10) AND (length(complaint) <= 4000)))
  CHECK (((length(explanation) >= 10) AND (length(explanation) <= 4000)))
  CHECK (((length(reasons) >= 3) AND (length(reasons) <= 4000)))
  CHECK (((outcome IS NULL) = (decided_at IS NULL)))
  CHECK (((product_id IS NULL) = (product_name IS NULL)))
  CHECK ((kind = ANY (ARRAY['illegal'::text, 'counterfeit'::text, 'dangerous'::text, 'misleading'::text, 'privacy'::text, 'other'::text])))
  CHECK ((length(reporter_email) <= 254))
  CHECK ((length(reporter_name) <= 200))
  CHECK ((outcome = ANY (ARRAY['dismissed'::text, 'acted'::text])))
  FOREIGN KEY (decided_by) REFERENCES person(person_id) ON DELETE SET NULL
  FOREIGN KEY (first_decided_by) REFERENCES person(person_id) ON DELETE SET NULL
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (report_id)
)
CREATE INDEX content_report_open ON public.content_report USING btree (reported_at) WHERE (decided_at IS NULL)
CREATE INDEX content_report_shop ON public.content_report USING btree (shop_id, reported_at DESC)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- global: links that prove an address; no shop owns its customers' addresses
table customer_link (
  token_hash text not null
  email text not null
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  CHECK ((length(email) <= 254))
  PRIMARY KEY (token_hash)
)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: several orders placed together; names nobody; retention: order
table customer_round (
  round_id uuid not null
  key_hash text not null
  body_hash text not null
  link_hash text not null
  from_insee text
  created_at timestamp with time zone not null default now()
  mail_attempts integer not null default 0
  mailed_at timestamp with time zone
  CHECK (((mail_attempts >= 0) AND (mail_attempts <= 2)))
  CHECK ((from_insee ~ '^[0-9AB]{5}$'::text))
  PRIMARY KEY (round_id)
  UNIQUE (key_hash)
  UNIQUE (link_hash)
)
CREATE INDEX customer_round_age ON public.customer_round USING btree (created_at)
CREATE UNIQUE INDEX customer_round_key_hash_key ON public.customer_round USING btree (key_hash)
CREATE UNIQUE INDEX customer_round_link_hash_key ON public.customer_round USING btree (link_hash)
policy outside_shops for * to devanture_app using (current_shop_id() IS NULL) check (current_shop_id() IS NULL)
grant delete, insert, select, update to devanture_app
row level security forced

-- global: which orders belong to a round; goes with them
table customer_round_stop (
  round_id uuid not null
  shop_id uuid not null
  order_id uuid not null
  FOREIGN KEY (round_id) REFERENCES customer_round(round_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (round_id, shop_id)
)
CREATE INDEX customer_round_stop_order ON public.customer_round_stop USING btree (shop_id, order_id)
policy outside_shops for * to devanture_app using (current_shop_id() IS NULL) check (current_shop_id() IS NULL)
grant delete, insert, select, update to devanture_app
row level security forced

-- global: browsers whose user proved an address
table customer_session (
  id_hash text not null
  email text not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  CHECK ((length(email) <= 254))
  PRIMARY KEY (id_hash)
)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- region: retail establishments of the region by commune and trade; no names
table establishment (
  siret text not null
  commune_insee text not null
  trade text not null
  CHECK ((commune_insee ~ '^[0-9AB]{5}$'::text))
  CHECK ((siret ~ '^\d{14}$'::text))
  PRIMARY KEY (siret)
)
CREATE INDEX establishment_commune ON public.establishment USING btree (commune_insee, trade)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- region: what initiatives publish elsewhere
table feed (
  feed_id uuid not null
  initiative_id uuid not null
  kind text not null
  url text not null
  name text not null
  site_url text not null
  trade text
  commune_insee text
  etag text
  last_modified text
  body_hash text
  busy_since timestamp with time zone
  checked_at timestamp with time zone
  changed_at timestamp with time zone
  next_at timestamp with time zone not null default now()
  items integer not null default 0
  failures integer not null default 0
  failing_since timestamp with time zone
  problem jsonb
  held jsonb
  hidden_at timestamp with time zone
  created_by uuid
  created_at timestamp with time zone not null default now()
  CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  CHECK (((site_url ~ '^https?://'::text) AND (length(site_url) <= 2048)))
  CHECK (((url ~ '^https?://'::text) AND (length(url) <= 2048)))
  CHECK ((commune_insee ~ '^[0-9AB]{5}$'::text))
  CHECK ((kind = ANY (ARRAY['products'::text, 'shops'::text, 'geojson'::text, 'json-ld'::text, 'dfc'::text])))
  FOREIGN KEY (initiative_id) REFERENCES initiative(initiative_id)
  PRIMARY KEY (feed_id)
  UNIQUE (initiative_id, url)
)
CREATE INDEX feed_next ON public.feed USING btree (next_at)
CREATE UNIQUE INDEX feed_initiative_id_url_key ON public.feed USING btree (initiative_id, url)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- region: products and places of a feed, with what it says of each
table feed_item (
  feed_id uuid not null
  item_key text not null
  item_id uuid not null
  kind text not null
  facts jsonb not null
  facts_hash text not null
  missing integer not null default 0
  created_at timestamp with time zone not null default now()
  changed_at timestamp with time zone not null default now()
  CHECK (((length(item_key) >= 1) AND (length(item_key) <= 500)))
  CHECK ((kind = ANY (ARRAY['product'::text, 'place'::text])))
  FOREIGN KEY (feed_id) REFERENCES feed(feed_id) ON DELETE CASCADE
  PRIMARY KEY (feed_id, item_key)
  UNIQUE (item_id)
)
CREATE INDEX feed_item_places ON public.feed_item USING btree (item_id) WHERE (kind = 'place'::text)
CREATE UNIQUE INDEX feed_item_item_id_key ON public.feed_item USING btree (item_id)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- region: what happened at each fetch of a feed
table feed_sync (
  feed_id uuid not null
  sync_id uuid not null
  started_at timestamp with time zone not null
  ended_at timestamp with time zone not null
  outcome text not null
  read integer not null default 0
  created integer not null default 0
  updated integer not null default 0
  unchanged integer not null default 0
  missing integer not null default 0
  gone integer not null default 0
  refused integer not null default 0
  problem jsonb
  errors jsonb not null default '[]'::jsonb
  CHECK ((outcome = ANY (ARRAY['changed'::text, 'held'::text, 'failed'::text])))
  FOREIGN KEY (feed_id) REFERENCES feed(feed_id) ON DELETE CASCADE
  PRIMARY KEY (feed_id, sync_id)
)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- region: files of first products that agents sent for shops without an owner
table first_products (
  file_id uuid not null
  initiative_ids uuid[]
  file_key text not null
  file_bytes bigint not null
  file_name text not null
  state text not null default 'waiting'::text
  problem jsonb
  rows integer not null default 0
  left_rows jsonb not null default '[]'::jsonb
  created_by uuid
  created_at timestamp with time zone not null default now()
  CHECK (((length(file_name) >= 1) AND (length(file_name) <= 300)))
  CHECK ((state = ANY (ARRAY['waiting'::text, 'dealt'::text, 'refused'::text, 'undoing'::text, 'undone'::text])))
  FOREIGN KEY (created_by) REFERENCES person(person_id) ON DELETE SET NULL
  PRIMARY KEY (file_id)
)
CREATE INDEX first_products_age ON public.first_products USING btree (created_at)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- region: which shops a file of first products went to, and what came of it
table first_products_shop (
  file_id uuid not null
  shop_id uuid not null
  import_id uuid not null
  rows integer not null default 0
  state text not null default 'waiting'::text
  created integer not null default 0
  updated integer not null default 0
  refused integer not null default 0
  CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'refused'::text, 'undone'::text, 'kept'::text])))
  FOREIGN KEY (file_id) REFERENCES first_products(file_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (file_id, shop_id)
)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: the same handover twice is one
table handover_key (
  shop_id uuid not null
  key text not null
  order_id uuid not null
  created_at timestamp with time zone not null default now()
  CHECK (((length(key) >= 8) AND (length(key) <= 100)))
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, key)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: dated overrides with a reason
table hours_exception (
  shop_id uuid not null
  day date not null
  intervals jsonb not null default '[]'::jsonb
  reason text
  CHECK ((length(reason) <= 200))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, day)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: the same request twice is one order
table idempotency_key (
  shop_id uuid not null
  key text not null
  body_hash text not null
  order_id uuid not null
  created_at timestamp with time zone not null default now()
  CHECK (((length(key) >= 1) AND (length(key) <= 200)))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, key)
)
CREATE INDEX idempotency_key_age ON public.idempotency_key USING btree (created_at)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- global: federated bodies are public
table initiative (
  initiative_id uuid not null
  slug text not null
  name text not null
  kind text not null
  created_at timestamp with time zone not null default now()
  about text
  site_url text
  logo jsonb
  CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  CHECK (((site_url ~ '^https?://'::text) AND (length(site_url) <= 2048)))
  CHECK ((kind = ANY (ARRAY['chamber'::text, 'union'::text, 'town'::text, 'association'::text, 'platform'::text])))
  CHECK ((length(about) <= 4000))
  CHECK ((slug ~ '^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$'::text))
  PRIMARY KEY (initiative_id)
  UNIQUE (slug)
)
CREATE UNIQUE INDEX initiative_slug_key ON public.initiative USING btree (slug)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: what agents publish of themselves
table initiative_contact (
  initiative_id uuid not null
  person_id uuid not null
  task text
  phone text
  shows_email boolean not null default false
  CHECK (((length(phone) >= 1) AND (length(phone) <= 40)))
  CHECK (((length(task) >= 1) AND (length(task) <= 120)))
  FOREIGN KEY (initiative_id) REFERENCES initiative(initiative_id) ON DELETE CASCADE
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  PRIMARY KEY (initiative_id, person_id)
)
CREATE INDEX initiative_contact_person ON public.initiative_contact USING btree (person_id)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: belongs to a shop; found by its token before any shop is chosen; personal data, retention: until answered or 30 days
table invitation (
  invitation_id uuid not null
  shop_id uuid not null
  email text not null
  role text not null
  invited_by uuid not null
  token_hash text
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254))))
  CHECK ((role = ANY (ARRAY['owner'::text, 'staff'::text])))
  FOREIGN KEY (invited_by) REFERENCES person(person_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (invitation_id)
  UNIQUE (shop_id, email)
  UNIQUE (token_hash)
)
CREATE INDEX invitation_expires ON public.invitation USING btree (expires_at)
CREATE UNIQUE INDEX invitation_shop_id_email_key ON public.invitation USING btree (shop_id, email)
CREATE UNIQUE INDEX invitation_token_hash_key ON public.invitation USING btree (token_hash)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- tenant: the look that is being edited; who changed it is personal data, retention: account
table look_draft (
  shop_id uuid not null
  revision integer not null default 0
  step integer not null default 0
  changed_by uuid
  changed_at timestamp with time zone not null default now()
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: the steps that undo walks back
table look_step (
  shop_id uuid not null
  step integer not null
  look jsonb not null
  subject text
  saved_at timestamp with time zone not null default now()
  FOREIGN KEY (shop_id) REFERENCES look_draft(shop_id)
  PRIMARY KEY (shop_id, step)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: looks as they were published; who did it is personal data, retention: account
table look_version (
  shop_id uuid not null
  version integer not null
  look jsonb not null
  published_by uuid
  published_at timestamp with time zone not null default now()
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, version)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: what was sent, so that a repeated job sends nothing twice
table mail_delivery (
  shop_id uuid not null
  message_id text not null
  kind text not null
  order_id uuid
  attempts integer not null default 0
  sent_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  CHECK (((attempts >= 0) AND (attempts <= 2)))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, message_id)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- global: who may do what; read by person before any shop is chosen
table membership (
  membership_id uuid not null
  person_id uuid not null
  role text not null
  shop_id uuid
  initiative_id uuid
  created_at timestamp with time zone not null default now()
  CHECK (((role = 'initiative_agent'::text) = (initiative_id IS NOT NULL)))
  CHECK (((role = ANY (ARRAY['owner'::text, 'staff'::text])) = (shop_id IS NOT NULL)))
  CHECK ((role = ANY (ARRAY['owner'::text, 'staff'::text, 'initiative_agent'::text, 'region_admin'::text, 'support'::text, 'auditor'::text])))
  FOREIGN KEY (initiative_id) REFERENCES initiative(initiative_id)
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (membership_id)
  UNIQUE NULLS NOT DISTINCT (person_id, role, shop_id, initiative_id)
)
CREATE INDEX membership_shop ON public.membership USING btree (shop_id)
CREATE UNIQUE INDEX membership_person_id_role_shop_id_initiative_id_key ON public.membership USING btree (person_id, role, shop_id, initiative_id) NULLS NOT DISTINCT
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- region: a file of an initiative; its agents alone see it
table merchant_import (
  import_id uuid not null
  initiative_id uuid not null
  file_key text not null
  file_name text not null
  file_bytes bigint not null
  sha256 text not null
  options jsonb not null default '{}'::jsonb
  format text
  header text[]
  dry_run boolean not null default false
  state text not null default 'waiting'::text
  problem jsonb
  cursor integer not null default 0
  file_rows integer
  rows_done integer not null default 0
  read integer not null default 0
  created integer not null default 0
  updated integer not null default 0
  unchanged integer not null default 0
  refused integer not null default 0
  broken integer not null default 0
  notes integer not null default 0
  tally jsonb not null default '{}'::jsonb
  created_by uuid
  created_at timestamp with time zone not null default now()
  started_at timestamp with time zone
  touched_at timestamp with time zone not null default now()
  ended_at timestamp with time zone
  CHECK (((length(file_name) >= 1) AND (length(file_name) <= 300)))
  CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'paused'::text, 'done'::text, 'undone'::text, 'refused'::text])))
  FOREIGN KEY (initiative_id) REFERENCES initiative(initiative_id)
  PRIMARY KEY (import_id)
)
CREATE INDEX merchant_import_file ON public.merchant_import USING btree (initiative_id, sha256)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- region: what was left out and why; cells are the row's, personal data, retention: import
table merchant_import_note (
  import_id uuid not null
  line integer not null
  seq integer not null
  kind text not null
  code text not null
  details jsonb not null default '{}'::jsonb
  cells jsonb
  CHECK ((kind = ANY (ARRAY['refused'::text, 'note'::text])))
  FOREIGN KEY (import_id) REFERENCES merchant_import(import_id) ON DELETE CASCADE
  PRIMARY KEY (import_id, line, seq)
)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- region: what an import changed, for its undoing
table merchant_import_shop (
  import_id uuid not null
  shop_id uuid not null
  source text not null
  outcome text not null
  before jsonb
  facts_hash text not null
  undone text
  CHECK ((outcome = ANY (ARRAY['created'::text, 'updated'::text])))
  CHECK ((undone = ANY (ARRAY['undone'::text, 'kept'::text])))
  FOREIGN KEY (import_id) REFERENCES merchant_import(import_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (import_id, shop_id)
)
CREATE INDEX merchant_import_shop_open ON public.merchant_import_shop USING btree (import_id) WHERE (undone IS NULL)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- region: what the columns of an initiative's lists are
table merchant_mapping (
  initiative_id uuid not null
  signature text not null
  mapping jsonb not null
  updated_at timestamp with time zone not null default now()
  CHECK ((signature ~ '^[0-9a-f]{64}$'::text))
  FOREIGN KEY (initiative_id) REFERENCES initiative(initiative_id)
  PRIMARY KEY (initiative_id, signature)
)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: what a customer wants to be told beyond what the order needs
table message_choice (
  shop_id uuid not null
  email_hash text not null
  reminders boolean not null default true
  texts boolean not null default true
  changed_at timestamp with time zone not null default now()
  CHECK ((length(email_hash) = 43))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, email_hash)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: what the region took down in the shop, why, and what the shop says to it
table moderation_decision (
  shop_id uuid not null
  decision_id uuid not null
  report_id uuid
  product_id uuid
  product_name text
  measure text not null
  ground text not null
  basis text not null
  facts text not null
  was text not null
  decided_at timestamp with time zone not null default now()
  decided_by uuid
  appeal text
  appealed_at timestamp with time zone
  appeal_outcome text
  appeal_reasons text
  appeal_decided_at timestamp with time zone
  appeal_decided_by uuid
  ended_at timestamp with time zone
  CHECK (((appeal_decided_by IS NULL) OR (decided_by IS NULL) OR (appeal_decided_by <> decided_by)))
  CHECK (((length(appeal_reasons) >= 3) AND (length(appeal_reasons) <= 4000)))
  CHECK (((length(appeal) >= 10) AND (length(appeal) <= 4000)))
  CHECK (((length(basis) >= 3) AND (length(basis) <= 500)))
  CHECK (((length(facts) >= 10) AND (length(facts) <= 4000)))
  CHECK (((measure = 'withhold_product'::text) = (product_id IS NOT NULL)))
  CHECK ((appeal_outcome = ANY (ARRAY['kept'::text, 'reversed'::text])))
  CHECK ((ground = ANY (ARRAY['illegal'::text, 'terms'::text])))
  CHECK ((measure = ANY (ARRAY['withhold_product'::text, 'suspend_shop'::text])))
  FOREIGN KEY (appeal_decided_by) REFERENCES person(person_id) ON DELETE SET NULL
  FOREIGN KEY (decided_by) REFERENCES person(person_id) ON DELETE SET NULL
  FOREIGN KEY (report_id) REFERENCES content_report(report_id)
  FOREIGN KEY (shop_id, product_id) REFERENCES product(shop_id, product_id)
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, decision_id)
)
CREATE INDEX moderation_appeals ON public.moderation_decision USING btree (appealed_at) WHERE ((appealed_at IS NOT NULL) AND (appeal_decided_at IS NULL))
CREATE UNIQUE INDEX moderation_one_suspension ON public.moderation_decision USING btree (shop_id) WHERE ((ended_at IS NULL) AND (measure = 'suspend_shop'::text))
CREATE UNIQUE INDEX moderation_one_withholding ON public.moderation_decision USING btree (shop_id, product_id) WHERE (ended_at IS NULL)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: weekly intervals
table opening_hours (
  shop_id uuid not null
  weekday integer not null
  opens time without time zone not null
  closes time without time zone not null
  CHECK (((weekday >= 1) AND (weekday <= 7)))
  CHECK ((closes > opens))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, weekday, opens)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: who moved the order, when and why
table order_event (
  shop_id uuid not null
  order_id uuid not null
  seq integer not null
  from_status text
  to_status text not null
  actor text not null
  reason text
  comment text
  at timestamp with time zone not null default now()
  CHECK ((length(comment) <= 500))
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, order_id, seq)
)
CREATE INDEX order_event_by_shop ON public.order_event USING btree (shop_id, at DESC) WHERE (actor ~~ 'person:%'::text)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select to devanture_app
row level security forced

-- public copy: keyed hash of an address to its orders; the orders themselves stay in their shops
table order_index (
  email_hash text not null
  shop_id uuid not null
  order_id uuid not null
  placed_at timestamp with time zone not null
  CHECK ((length(email_hash) = 43))
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (email_hash, shop_id, order_id)
)
CREATE INDEX order_index_order ON public.order_index USING btree (shop_id, order_id)
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: name and price as they were when ordered; struck pieces are not handed over
table order_line (
  shop_id uuid not null
  order_id uuid not null
  line integer not null
  product_id uuid not null
  variant_id uuid not null
  name text not null
  options text[] not null default '{}'::text[]
  vat_rate numeric(3,1) not null
  unit_cents integer not null
  quantity integer not null
  struck integer not null default 0
  tracked boolean not null
  substitution text not null default 'leave_out'::text
  strike_reason text
  withdrawal_exclusion text
  CHECK (((quantity >= 1) AND (quantity <= 9999)))
  CHECK (((struck >= 0) AND (struck <= quantity)))
  CHECK ((length(strike_reason) <= 200))
  CHECK ((substitution = ANY (ARRAY['similar'::text, 'leave_out'::text, 'call_me'::text])))
  CHECK ((unit_cents >= 0))
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, order_id, line)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- public copy: the hash of a 128-bit token to its shop; unguessable
table order_link (
  link_hash text not null
  shop_id uuid not null
  order_id uuid not null
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (link_hash)
)
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- public copy: hash of a single-use token; unguessable
table order_pass (
  token_hash text not null
  shop_id uuid not null
  order_id uuid not null
  expires_at timestamp with time zone not null
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (token_hash)
)
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: what became of the money of an order paid by card
table order_payment (
  shop_id uuid not null
  order_id uuid not null
  account_id text not null
  status text not null default 'awaiting'::text
  amount_cents integer not null
  capture_cents integer
  captured_cents integer not null default 0
  due_at timestamp with time zone not null
  session_attempt integer not null default 0
  session_expires_at timestamp with time zone
  session_id text
  session_url text
  payment_intent_id text
  authorised_at timestamp with time zone
  capture_by timestamp with time zone
  settled_at timestamp with time zone
  fault text
  CHECK (((capture_cents >= 1) AND (capture_cents <= amount_cents)))
  CHECK (((captured_cents >= 0) AND (captured_cents <= amount_cents)))
  CHECK ((amount_cents > 0))
  CHECK ((length(fault) <= 500))
  CHECK ((length(session_url) <= 5000))
  CHECK ((status = ANY (ARRAY['awaiting'::text, 'authorised'::text, 'captured'::text, 'released'::text, 'failed'::text])))
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, order_id)
)
CREATE INDEX order_payment_intent ON public.order_payment USING btree (shop_id, payment_intent_id) WHERE (payment_intent_id IS NOT NULL)
CREATE INDEX order_payment_session ON public.order_payment USING btree (shop_id, session_id) WHERE (session_id IS NOT NULL)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: a customer withdrew from an order paid online
table order_withdrawal (
  shop_id uuid not null
  order_id uuid not null
  declared_at timestamp with time zone not null
  customer_name text not null
  customer_email text not null
  lines integer[] not null
  cents integer not null
  text text not null
  refund_due_at timestamp with time zone not null
  CHECK (((length(customer_email) >= 3) AND (length(customer_email) <= 254)))
  CHECK (((length(customer_name) >= 1) AND (length(customer_name) <= 200)))
  CHECK ((cardinality(lines) > 0))
  CHECK ((cents >= 0))
  CHECK ((length(text) <= 5000))
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, order_id)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select to devanture_app
row level security forced

-- global: belongs to a person; opens their session
table passkey (
  credential_id text not null
  person_id uuid not null
  public_key bytea not null
  counter bigint not null default 0
  transports text[] not null default '{}'::text[]
  name text not null
  created_at timestamp with time zone not null default now()
  seen_at timestamp with time zone
  CHECK (((length(name) >= 1) AND (length(name) <= 100)))
  CHECK ((length(credential_id) <= 1400))
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  PRIMARY KEY (credential_id)
)
CREATE INDEX passkey_person ON public.passkey USING btree (person_id)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: single use, five minutes; person_id when a passkey is being added
table passkey_challenge (
  id_hash text not null
  challenge text not null
  person_id uuid
  expires_at timestamp with time zone not null
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  PRIMARY KEY (id_hash)
)
CREATE INDEX passkey_challenge_expires ON public.passkey_challenge USING btree (expires_at)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- tenant: where card payments of the shop's customers go, past the platform
table payment_account (
  shop_id uuid not null
  account_id text not null
  charges_enabled boolean not null default false
  details_submitted boolean not null default false
  requirements text[] not null default '{}'::text[]
  disabled_reason text
  card_offered boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  CHECK ((account_id ~ '^acct_[A-Za-z0-9]{1,60}$'::text))
  CHECK ((length(disabled_reason) <= 200))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- public copy: which shop an event of Stripe is about; holds no personal data
table payment_account_shop (
  account_id text not null
  shop_id uuid not null
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (account_id)
)
CREATE INDEX payment_account_shop_shop ON public.payment_account_shop USING btree (shop_id)
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: events of Stripe that came in
table payment_event (
  shop_id uuid not null
  event_id text not null
  type text not null
  received_at timestamp with time zone not null default now()
  CHECK (((length(event_id) >= 1) AND (length(event_id) <= 255)))
  CHECK ((length(type) <= 100))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, event_id)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select to devanture_app
row level security forced

-- tenant: money given back, asked before it is sent
table payment_refund (
  shop_id uuid not null
  refund_id uuid not null
  order_id uuid not null
  cents integer not null
  cause text not null
  reason text
  actor text not null
  status text not null default 'asked'::text
  stripe_refund_id text
  fault text
  asked_at timestamp with time zone not null default now()
  done_at timestamp with time zone
  CHECK ((cause = ANY (ARRAY['merchant'::text, 'system'::text, 'withdrawal'::text])))
  CHECK ((cents > 0))
  CHECK ((length(fault) <= 500))
  CHECK ((length(reason) <= 500))
  CHECK ((status = ANY (ARRAY['asked'::text, 'done'::text, 'failed'::text])))
  FOREIGN KEY (shop_id, order_id) REFERENCES order_payment(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, refund_id)
)
CREATE INDEX payment_refund_order ON public.payment_refund USING btree (shop_id, order_id)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- global: a person may belong to several shops; personal data, retention: account
table person (
  person_id uuid not null
  email text not null
  name text
  password_hash text
  created_at timestamp with time zone not null default now()
  email_confirmed_at timestamp with time zone default now()
  second_of uuid
  sign_in_email text generated as 
CASE
    WHEN (second_of IS NULL) THEN email
    ELSE NULL::text
END
  language text
  CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254))))
  CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text])))
  CHECK ((length(name) <= 200))
  FOREIGN KEY (second_of) REFERENCES person(person_id) ON DELETE CASCADE
  PRIMARY KEY (person_id)
  UNIQUE (sign_in_email)
)
CREATE INDEX person_email ON public.person USING btree (email)
CREATE INDEX person_second_of ON public.person USING btree (second_of) WHERE (second_of IS NOT NULL)
CREATE UNIQUE INDEX person_sign_in_email_key ON public.person USING btree (sign_in_email)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- tenant: pictures of a product; the files stand in the media store under the shop's id
table photo (
  shop_id uuid not null
  photo_id uuid not null
  product_id uuid not null
  position integer not null default 0
  alt text not null default ''::text
  state text not null default 'waiting'::text
  reason text
  source_url text
  width integer
  height integer
  widths integer[] not null default '{}'::integer[]
  color text
  created_at timestamp with time zone not null default now()
  CHECK ((color ~ '^#[0-9a-f]{6}$'::text))
  CHECK ((length(alt) <= 300))
  CHECK ((length(source_url) <= 2000))
  CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'failed'::text])))
  FOREIGN KEY (shop_id, product_id) REFERENCES product(shop_id, product_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, photo_id)
  UNIQUE (shop_id, product_id, photo_id)
)
CREATE INDEX photo_product ON public.photo USING btree (shop_id, product_id, "position")
CREATE UNIQUE INDEX photo_of_product ON public.photo USING btree (shop_id, product_id, photo_id)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: how full each pickup slot is
table pickup_slot (
  shop_id uuid not null
  starts_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  capacity integer not null
  booked integer not null default 0
  items integer not null default 0
  CHECK ((booked >= 0))
  CHECK ((capacity >= 0))
  CHECK ((ends_at > starts_at))
  CHECK ((items >= 0))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, starts_at)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_reads for r to devanture_region using true
grant delete, insert, select, update to devanture_app
grant select to devanture_region
row level security forced

-- region: duplicates that were proposed, and what an agent decided
table place_match (
  left_id uuid not null
  right_id uuid not null
  reason text not null
  decision text
  decided_by uuid
  decided_at timestamp with time zone
  proposed_at timestamp with time zone not null default now()
  CHECK ((decision = ANY (ARRAY['same'::text, 'apart'::text])))
  CHECK ((reason = ANY (ARRAY['phone'::text, 'website'::text, 'address'::text, 'near'::text])))
  CHECK ((right_id > left_id))
  PRIMARY KEY (left_id, right_id)
)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: every price a variant had, for the prior price of article L112-1-1 of the Code de la consommation
table price_change (
  shop_id uuid not null
  change_id uuid not null default gen_random_uuid()
  variant_id uuid not null
  price_cents integer not null
  at timestamp with time zone not null default clock_timestamp()
  FOREIGN KEY (shop_id, variant_id) REFERENCES variant(shop_id, variant_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, change_id)
)
CREATE INDEX price_change_variant ON public.price_change USING btree (shop_id, variant_id, at)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant insert, select to devanture_app
row level security forced

-- tenant: what the shop sells
table product (
  shop_id uuid not null
  product_id uuid not null
  handle text not null
  name text not null
  description_html text not null default ''::text
  brand text
  category text
  vat_rate numeric(3,1) not null default 20
  option_names text[] not null default '{}'::text[]
  published boolean not null default false
  perishable boolean not null default false
  lead_minutes integer
  source text
  source_key text
  source_hash text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  archived_at timestamp with time zone
  public_category text
  safety jsonb not null default '{}'::jsonb
  words text generated as search_fold(((((name || ' '::text) || COALESCE(category, ''::text)) || ' '::text) || COALESCE(brand, ''::text)))
  withdrawal_exclusion text
  withheld_at timestamp with time zone
  CHECK (((jsonb_typeof(safety) = 'object'::text) AND (length((safety)::text) <= 20000)))
  CHECK (((lead_minutes >= 0) AND (lead_minutes <= 20160)))
  CHECK (((length(name) >= 1) AND (length(name) <= 300)))
  CHECK ((cardinality(option_names) <= 3))
  CHECK ((handle ~ '^[a-z0-9][a-z0-9-]{0,99}$'::text))
  CHECK ((length(brand) <= 200))
  CHECK ((length(category) <= 200))
  CHECK ((length(description_html) <= 50000))
  CHECK ((public_category ~ '^[a-z0-9-]{1,40}$'::text))
  CHECK ((vat_rate = ANY (ARRAY[(20)::numeric, (10)::numeric, 5.5, 2.1, (0)::numeric])))
  CHECK ((withdrawal_exclusion = ANY (ARRAY['perishable'::text, 'made_to_measure'::text, 'hygiene_sealed'::text, 'media_sealed'::text, 'press'::text, 'market_price'::text, 'inseparable'::text])))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, product_id)
  UNIQUE (shop_id, handle)
)
CREATE INDEX product_listing ON public.product USING btree (shop_id, created_at DESC) WHERE (published AND (archived_at IS NULL))
CREATE INDEX product_shelf ON public.product USING btree (shop_id, category, created_at DESC) WHERE (published AND (archived_at IS NULL))
CREATE UNIQUE INDEX product_shop_id_handle_key ON public.product USING btree (shop_id, handle)
CREATE UNIQUE INDEX product_source ON public.product USING btree (shop_id, source, source_key) WHERE (source_key IS NOT NULL)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: a product file of the shop
table product_import (
  shop_id uuid not null
  import_id uuid not null
  file_key text not null
  file_name text not null
  file_bytes bigint not null
  sha256 text not null
  options jsonb not null default '{}'::jsonb
  format text
  header text[]
  dry_run boolean not null default false
  state text not null default 'waiting'::text
  problem jsonb
  cursor integer not null default 0
  file_rows integer
  rows_done integer not null default 0
  read integer not null default 0
  created integer not null default 0
  updated integer not null default 0
  unchanged integer not null default 0
  refused integer not null default 0
  broken integer not null default 0
  notes integer not null default 0
  tally jsonb not null default '{}'::jsonb
  created_by uuid
  created_at timestamp with time zone not null default now()
  started_at timestamp with time zone
  touched_at timestamp with time zone not null default now()
  ended_at timestamp with time zone
  CHECK (((length(file_name) >= 1) AND (length(file_name) <= 300)))
  CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'refused'::text])))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, import_id)
)
CREATE INDEX product_import_file ON public.product_import USING btree (shop_id, sha256)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: what was left out and why
table product_import_note (
  shop_id uuid not null
  import_id uuid not null
  line integer not null
  seq integer not null
  kind text not null
  code text not null
  details jsonb not null default '{}'::jsonb
  cells jsonb
  CHECK ((kind = ANY (ARRAY['refused'::text, 'note'::text])))
  FOREIGN KEY (shop_id, import_id) REFERENCES product_import(shop_id, import_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, import_id, line, seq)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: how the shop reads files of its own
table product_mapping (
  shop_id uuid not null
  signature text not null
  mapping jsonb not null
  updated_at timestamp with time zone not null default now()
  CHECK ((signature ~ '^[0-9a-f]{64}$'::text))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, signature)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: what each of two files said of a product
table product_part (
  shop_id uuid not null
  product_id uuid not null
  source text not null
  source_key text not null
  reference text
  product jsonb not null
  combinations jsonb
  FOREIGN KEY (shop_id, product_id) REFERENCES product(shop_id, product_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, product_id)
)
CREATE INDEX product_part_reference ON public.product_part USING btree (shop_id, source, reference) WHERE (reference IS NOT NULL)
CREATE UNIQUE INDEX product_part_key ON public.product_part USING btree (shop_id, source, source_key)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- public copy: what published products say of a barcode, shared by the region
table product_sheet (
  ean text not null
  name text not null
  description_html text not null default ''::text
  brand text
  category text
  vat_rate numeric(3,1) not null
  public_category text
  content_amount numeric(10,3)
  content_unit text
  option_names text[] not null default '{}'::text[]
  option_values text[] not null default '{}'::text[]
  photo_id uuid
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  CHECK (((content_amount IS NULL) = (content_unit IS NULL)))
  CHECK (((length(name) >= 1) AND (length(name) <= 300)))
  CHECK ((cardinality(option_names) <= 3))
  CHECK ((cardinality(option_values) = cardinality(option_names)))
  CHECK ((content_amount > (0)::numeric))
  CHECK ((content_unit = ANY (ARRAY['g'::text, 'kg'::text, 'ml'::text, 'cl'::text, 'l'::text, 'm'::text, 'm2'::text, 'piece'::text])))
  CHECK ((ean ~ '^\d{14}$'::text))
  CHECK ((length(brand) <= 200))
  CHECK ((length(category) <= 200))
  CHECK ((length(description_html) <= 50000))
  CHECK ((public_category ~ '^[a-z0-9-]{1,40}$'::text))
  CHECK ((vat_rate = ANY (ARRAY[(20)::numeric, (10)::numeric, 5.5, 2.1, (0)::numeric])))
  PRIMARY KEY (ean)
)
policy everybody_reads for r to devanture_app, devanture_region using true
policy own_functions for * to devanture_owner using true check true
grant select to devanture_app
grant select to devanture_region
row level security forced

-- public copy: shops that have the article agree or not; it names no shop
table product_sheet_proposal (
  proposal_id uuid not null
  ean text not null
  changes jsonb not null
  state text not null default 'open'::text
  created_at timestamp with time zone not null default now()
  decided_at timestamp with time zone
  decided_by uuid
  CHECK (((jsonb_typeof(changes) = 'object'::text) AND (changes <> '{}'::jsonb)))
  CHECK (((state = 'open'::text) = (decided_at IS NULL)))
  CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'refused'::text])))
  FOREIGN KEY (ean) REFERENCES product_sheet(ean) ON DELETE CASCADE
  PRIMARY KEY (proposal_id)
)
CREATE UNIQUE INDEX product_sheet_proposal_once ON public.product_sheet_proposal USING btree (ean, md5((changes)::text)) WHERE (state = 'open'::text)
policy everybody_reads for r to devanture_app, devanture_region using true
policy own_functions for * to devanture_owner using true check true
grant select to devanture_app
grant select to devanture_region
row level security forced

-- tenant: which changes of sheets the shop wants
table product_sheet_voice (
  shop_id uuid not null
  proposal_id uuid not null
  at timestamp with time zone not null default now()
  FOREIGN KEY (proposal_id) REFERENCES product_sheet_proposal(proposal_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, proposal_id)
)
policy own_functions for * to devanture_owner using true check true
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, select to devanture_app
row level security forced

-- tenant: where order alerts are sent; gone when the browser's maker says so or its person leaves
table push_device (
  shop_id uuid not null
  device_id uuid not null
  person_id uuid not null
  endpoint text not null
  endpoint_hash text not null
  p256dh text not null
  auth text not null
  name text not null
  new_orders boolean not null default true
  cancellations boolean not null default true
  created_at timestamp with time zone not null default now()
  seen_at timestamp with time zone not null default now()
  sent_at timestamp with time zone
  fault text
  CHECK (((length(endpoint) >= 10) AND (length(endpoint) <= 2048)))
  CHECK (((length(name) >= 1) AND (length(name) <= 100)))
  CHECK ((length(auth) = 22))
  CHECK ((length(fault) <= 100))
  CHECK ((length(p256dh) = 87))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, device_id)
  UNIQUE (shop_id, endpoint_hash)
)
CREATE UNIQUE INDEX push_device_shop_id_endpoint_hash_key ON public.push_device USING btree (shop_id, endpoint_hash)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- global: belongs to a person; hashed, single use
table recovery_code (
  person_id uuid not null
  code_hash text not null
  used_at timestamp with time zone
  FOREIGN KEY (person_id) REFERENCES authenticator(person_id) ON DELETE CASCADE
  PRIMARY KEY (person_id, code_hash)
)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: name, colours and texts of the region are public; the region alone writes them
table region_face (
  version_id uuid not null
  face jsonb not null
  made_at timestamp with time zone not null default now()
  made_by uuid
  published_at timestamp with time zone
  CHECK ((jsonb_typeof(face) = 'object'::text))
  FOREIGN KEY (made_by) REFERENCES person(person_id) ON DELETE SET NULL
  PRIMARY KEY (version_id)
)
CREATE INDEX region_face_published ON public.region_face USING btree (published_at DESC) WHERE (published_at IS NOT NULL)
CREATE UNIQUE INDEX region_face_draft ON public.region_face USING btree ((true)) WHERE (published_at IS NULL)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: names that no shop may take are public; the region alone writes them
table reserved_name (
  name text not null
  reason text not null
  reserved_at timestamp with time zone not null default now()
  reserved_by uuid
  CHECK (((length(reason) >= 3) AND (length(reason) <= 300)))
  CHECK ((name ~ '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$'::text))
  FOREIGN KEY (reserved_by) REFERENCES person(person_id) ON DELETE SET NULL
  PRIMARY KEY (name)
)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: which migrations were applied
table schema_migration (
  name text not null
  checksum text not null
  applied_at timestamp with time zone not null default now()
  PRIMARY KEY (name)
)
grant select to devanture_app
no row level security

-- public copy: publishable columns of products and shops; GIN is not used under tenant policies
table search_document (
  shop_id uuid not null
  document_id uuid not null
  kind text not null
  title text not null
  handle text
  price_cents integer
  price_varies boolean not null default false
  available boolean not null default true
  photo jsonb
  pickup_starts timestamp with time zone[]
  lat double precision
  lon double precision
  score real not null
  tier smallint not null default 3
  vector tsvector not null
  created_at timestamp with time zone not null
  title_key text
  brand text
  changed xid8 not null default pg_current_xact_id()
  CHECK (((tier >= 1) AND (tier <= 3)))
  CHECK ((kind = ANY (ARRAY['product'::text, 'shop'::text, 'listing'::text])))
  FOREIGN KEY (shop_id) REFERENCES search_shop(shop_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, document_id)
)
CREATE INDEX search_document_changed ON public.search_document USING btree (changed)
CREATE INDEX search_document_tier_1 ON public.search_document USING gin (vector) WHERE (tier = 1)
CREATE INDEX search_document_tier_2 ON public.search_document USING gin (vector) WHERE (tier = 2)
CREATE INDEX search_document_tier_3 ON public.search_document USING gin (vector) WHERE (tier = 3)
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- public copy: ids of documents that are no longer public
table search_gone (
  shop_id uuid not null
  document_id uuid not null
  changed xid8 not null default pg_current_xact_id()
  gone_at timestamp with time zone not null default now()
  PRIMARY KEY (shop_id, document_id)
)
CREATE INDEX search_gone_at ON public.search_gone USING btree (gone_at)
CREATE INDEX search_gone_changed ON public.search_gone USING btree (changed)
policy cascades for * to devanture_owner using true check true
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- public copy: the addresses of what is sold elsewhere
table search_listing (
  shop_id uuid not null
  document_id uuid not null
  url text not null
  source_name text not null
  initiative_slug text not null
  CHECK (((url ~ '^https?://'::text) AND (length(url) <= 2048)))
  FOREIGN KEY (shop_id, document_id) REFERENCES search_document(shop_id, document_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, document_id)
)
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- public copy: counts of published words
table search_posting (
  shop_id uuid not null
  lexeme text not null
  products integer not null default 0
  shops integer not null default 0
  FOREIGN KEY (shop_id) REFERENCES search_shop(shop_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, lexeme)
)
CREATE INDEX search_posting_lexeme ON public.search_posting USING btree (lexeme) INCLUDE (shop_id, products, shops)
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- public copy: what the portal shows of a shop
table search_shop (
  shop_id uuid not null
  slug text not null
  name text not null
  state text not null
  trade text not null
  trade_label text not null
  commune_insee text not null
  commune_name text not null
  lat double precision
  lon double precision
  tagline text
  address_line text
  postcode text
  phone text
  website text
  initiative_id uuid
  photo jsonb
  products integer not null default 0
  also_called text not null default ''::text
  words tsvector not null
  markers text[] not null
  pickup_starts timestamp with time zone[] not null default '{}'::timestamp with time zone[]
  created_at timestamp with time zone not null
  next_start timestamp with time zone generated as pickup_starts[1][1]
  next_last timestamp with time zone generated as pickup_starts[1][2]
  open_spans tstzmultirange not null default '{}'::tstzmultirange
  open_from timestamp with time zone generated as lower(open_spans)
  open_until timestamp with time zone generated as search_first_until(open_spans)
  tenant_id uuid generated as 
CASE
    WHEN (state <> 'listed'::text) THEN shop_id
    ELSE NULL::uuid
END
  changed xid8 not null default pg_current_xact_id()
  CHECK ((state = ANY (ARRAY['provisioned'::text, 'claimed'::text, 'open'::text, 'paused'::text, 'listed'::text])))
  FOREIGN KEY (tenant_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id)
)
CREATE INDEX search_shop_changed ON public.search_shop USING btree (changed)
CREATE INDEX search_shop_commune ON public.search_shop USING btree (commune_insee)
CREATE INDEX search_shop_facets ON public.search_shop USING btree (shop_id) INCLUDE (trade, commune_insee, lat, lon, products, next_start, next_last, open_from, open_until)
CREATE INDEX search_shop_initiative ON public.search_shop USING btree (initiative_id)
CREATE INDEX search_shop_list ON public.search_shop USING btree (trade, commune_insee)
CREATE INDEX search_shop_slug ON public.search_shop USING btree (slug)
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- global: the vocabulary of published titles, for completion and typing errors
table search_word (
  word text not null
  label text not null
  lexeme text not null
  sound text not null
  n integer not null
  deletes text[] generated as search_deletes(word)
  changed xid8 not null default pg_current_xact_id()
  PRIMARY KEY (word)
)
CREATE INDEX search_word_1 ON public.search_word USING btree ("left"(word, 1), n DESC, word)
CREATE INDEX search_word_2 ON public.search_word USING btree ("left"(word, 2), n DESC, word)
CREATE INDEX search_word_3 ON public.search_word USING btree ("left"(word, 3), n DESC, word)
CREATE INDEX search_word_changed ON public.search_word USING btree (changed)
CREATE INDEX search_word_deletes ON public.search_word USING gin (deletes)
CREATE INDEX search_word_lexeme ON public.search_word USING btree (lexeme)
CREATE INDEX search_word_sound ON public.search_word USING btree (sound)
CREATE INDEX search_word_trigram ON public.search_word USING gin (word gin_trgm_ops)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- global: belongs to a person; shop_id is only the shop chosen on screen, its right is checked on every request
table session (
  id_hash text not null
  person_id uuid not null
  shop_id uuid
  created_at timestamp with time zone not null default now()
  seen_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  user_agent text
  proved_at timestamp with time zone
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (id_hash)
)
CREATE INDEX session_expires ON public.session USING btree (expires_at)
CREATE INDEX session_person ON public.session USING btree (person_id)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- tenant: the merchant's mini-shop; the tenant itself
table shop (
  shop_id uuid not null
  initiative_id uuid
  state text not null
  state_reason text
  name text not null
  legal_name text
  siret text
  naf text
  trade text not null
  tagline text
  description text
  address_line text
  postcode text
  commune_insee text not null
  lat double precision
  lon double precision
  point_source text not null default 'commune'::text
  phone text
  email text
  website text
  theme text not null
  theme_settings jsonb not null default '{}'::jsonb
  legal jsonb not null default '{}'::jsonb
  order_prefix text not null
  last_order_number integer not null default 0
  slot_minutes integer not null default 30
  slot_capacity integer not null default 4
  slot_max_items integer
  lead_minutes integer not null default 120
  horizon_open_days integer not null default 7
  cutoffs jsonb not null default '{}'::jsonb
  rush boolean not null default false
  open_on_holidays boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  sections jsonb
  back_on date
  rush_until timestamp with time zone
  closure_capacity integer not null default 2
  answer_minutes integer not null default 120
  keep_open_days integer not null default 3
  sends_texts boolean not null default false
  stock_confirmed_at timestamp with time zone
  nudged_at timestamp with time zone
  asleep_since timestamp with time zone
  wants_broadcast_mails boolean not null default true
  order_relay text not null default 'none'::text
  relay_phone text
  CHECK (((answer_minutes >= 15) AND (answer_minutes <= 1440)))
  CHECK (((closure_capacity >= 1) AND (closure_capacity <= 1000)))
  CHECK (((horizon_open_days >= 1) AND (horizon_open_days <= 60)))
  CHECK (((keep_open_days >= 1) AND (keep_open_days <= 30)))
  CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision)))
  CHECK (((lead_minutes >= 0) AND (lead_minutes <= 20160)))
  CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  CHECK (((lon >= ('-180'::integer)::double precision) AND (lon <= (180)::double precision)))
  CHECK (((order_relay = 'none'::text) OR (relay_phone IS NOT NULL)))
  CHECK (((slot_capacity >= 1) AND (slot_capacity <= 1000)))
  CHECK ((commune_insee ~ '^[0-9AB]{5}$'::text))
  CHECK ((jsonb_typeof(sections) = 'array'::text))
  CHECK ((last_order_number >= 0))
  CHECK ((length(address_line) <= 300))
  CHECK ((length(description) <= 5000))
  CHECK ((length(email) <= 254))
  CHECK ((length(legal_name) <= 200))
  CHECK ((length(phone) <= 40))
  CHECK ((length(postcode) <= 10))
  CHECK ((length(relay_phone) <= 40))
  CHECK ((length(tagline) <= 200))
  CHECK ((length(website) <= 500))
  CHECK ((order_prefix ~ '^[A-Z]{2,4}$'::text))
  CHECK ((order_relay = ANY (ARRAY['none'::text, 'sms'::text, 'slip'::text])))
  CHECK ((point_source = ANY (ARRAY['commune'::text, 'file'::text, 'merchant'::text])))
  CHECK ((siret ~ '^\d{14}$'::text))
  CHECK ((slot_max_items >= 1))
  CHECK ((slot_minutes = ANY (ARRAY[15, 20, 30, 60])))
  CHECK ((state = ANY (ARRAY['provisioned'::text, 'claimed'::text, 'open'::text, 'paused'::text, 'suspended'::text, 'closed'::text, 'withdrawn'::text])))
  FOREIGN KEY (initiative_id) REFERENCES initiative(initiative_id)
  PRIMARY KEY (shop_id)
)
CREATE INDEX shop_asleep ON public.shop USING btree (shop_id) WHERE (asleep_since IS NOT NULL)
CREATE INDEX shop_commune ON public.shop USING btree (commune_insee)
CREATE INDEX shop_initiative ON public.shop USING btree (initiative_id)
CREATE INDEX shop_relay ON public.shop USING btree (initiative_id) WHERE (order_relay <> 'none'::text)
CREATE INDEX shop_state ON public.shop USING btree (state, commune_insee)
CREATE INDEX shop_without_siret ON public.shop USING btree (commune_insee) WHERE (siret IS NULL)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- public copy: host name to shop; unique over the region by its nature
table shop_address (
  slug text not null
  shop_id uuid not null
  kind text not null default 'current'::text
  until timestamp with time zone
  created_at timestamp with time zone not null default now()
  CHECK (((slug ~ '^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$'::text) AND (slug !~ '--'::text)))
  CHECK ((kind = ANY (ARRAY['current'::text, 'former'::text])))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id) DEFERRABLE INITIALLY DEFERRED
  PRIMARY KEY (slug)
)
CREATE UNIQUE INDEX shop_address_current ON public.shop_address USING btree (shop_id) WHERE (kind = 'current'::text)
policy everybody_reads for r to devanture_app using true
policy own_shop_deletes for d to devanture_app using (shop_id = current_shop_id())
policy own_shop_inserts for a to devanture_app check (shop_id = current_shop_id())
policy own_shop_updates for w to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant insert, select, update to devanture_app
grant insert, select, update to devanture_region
row level security forced

-- tenant: when the shop changed its state; appended by a trigger
table shop_event (
  shop_id uuid not null
  seq integer not null
  from_state text
  to_state text not null
  at timestamp with time zone not null default now()
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, seq)
)
CREATE INDEX shop_event_time ON public.shop_event USING btree (to_state, at)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant insert, select to devanture_app
grant insert, select to devanture_region
row level security forced

-- tenant: the picture of the shop front; its files are in the media store
table shop_front (
  shop_id uuid not null
  photo_id uuid not null
  alt text not null
  width integer not null
  height integer not null
  widths integer[] not null
  color text
  CHECK ((length(alt) <= 300))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- region: which shop a source means by its own key
table shop_key (
  source text not null
  key text not null
  shop_id uuid not null
  CHECK ((length(key) <= 400))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id) DEFERRABLE INITIALLY DEFERRED
  PRIMARY KEY (source, key)
)
CREATE INDEX shop_key_shop ON public.shop_key USING btree (shop_id)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- global: where a person who opens a shop stands; the right to shop_id is checked on every request
table shop_opening (
  person_id uuid not null
  shop_id uuid
  step text not null
  draft jsonb not null default '{}'::jsonb
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  CHECK ((step = ANY (ARRAY['establishment'::text, 'identity'::text, 'trade'::text, 'hours'::text, 'photo'::text, 'theme'::text, 'legal'::text, 'terms'::text, 'product'::text, 'open'::text])))
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (person_id)
)
CREATE INDEX shop_opening_shop ON public.shop_opening USING btree (shop_id)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- tenant: one contract between a customer and the shop
table shop_order (
  shop_id uuid not null
  order_id uuid not null
  number text not null
  status text not null
  customer_name text not null
  customer_email text not null
  customer_phone text
  note text
  slot_starts_at timestamp with time zone not null
  slot_ends_at timestamp with time zone not null
  total_cents integer not null
  pickup_code text not null
  link_hash text not null
  terms_hash text
  placed_at timestamp with time zone not null default now()
  answer_due_at timestamp with time zone
  slot_lost_at timestamp with time zone
  payment text not null default 'shop'::text
  customer_language text not null default 'fr'::text
  wants_texts boolean not null default false
  erased_at timestamp with time zone
  CHECK (((length(customer_email) >= 3) AND (length(customer_email) <= 254)))
  CHECK (((length(customer_name) >= 1) AND (length(customer_name) <= 200)))
  CHECK ((customer_language = ANY (ARRAY['fr'::text, 'en'::text])))
  CHECK ((length(customer_phone) <= 40))
  CHECK ((length(note) <= 1000))
  CHECK ((payment = ANY (ARRAY['shop'::text, 'card_awaited'::text, 'card'::text])))
  CHECK ((pickup_code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'::text))
  CHECK ((status = ANY (ARRAY['placed'::text, 'accepted'::text, 'ready'::text, 'collected'::text, 'partially_collected'::text, 'refused'::text, 'cancelled'::text, 'lapsed'::text, 'no_show'::text])))
  CHECK ((total_cents >= 0))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, order_id)
  UNIQUE (shop_id, link_hash)
  UNIQUE (shop_id, number)
  UNIQUE (shop_id, pickup_code)
)
CREATE INDEX shop_order_board ON public.shop_order USING btree (shop_id, status, slot_starts_at)
CREATE INDEX shop_order_lost ON public.shop_order USING btree (shop_id) WHERE (slot_lost_at IS NOT NULL)
CREATE INDEX shop_order_placed ON public.shop_order USING btree (placed_at)
CREATE UNIQUE INDEX shop_order_shop_id_link_hash_key ON public.shop_order USING btree (shop_id, link_hash)
CREATE UNIQUE INDEX shop_order_shop_id_number_key ON public.shop_order USING btree (shop_id, number)
CREATE UNIQUE INDEX shop_order_shop_id_pickup_code_key ON public.shop_order USING btree (shop_id, pickup_code)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_reads for r to devanture_region using true
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: pictures of the shop's look; their files are in the media store
table shop_picture (
  shop_id uuid not null
  photo_id uuid not null
  alt text not null
  width integer not null
  height integer not null
  widths integer[] not null
  color text
  copied_from uuid
  created_at timestamp with time zone not null default now()
  CHECK ((length(alt) <= 300))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, photo_id)
  UNIQUE (shop_id, copied_from)
)
CREATE UNIQUE INDEX shop_picture_shop_id_copied_from_key ON public.shop_picture USING btree (shop_id, copied_from)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- region: an establishment has one shop
table shop_siret (
  siret text not null
  shop_id uuid not null
  CHECK ((siret ~ '^\d{14}$'::text))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id) DEFERRABLE INITIALLY DEFERRED
  PRIMARY KEY (siret)
)
CREATE INDEX shop_siret_shop ON public.shop_siret USING btree (shop_id)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- tenant: where each fact about the shop came from
table shop_source (
  shop_id uuid not null
  source text not null
  facts jsonb not null
  facts_hash text not null
  seen_at timestamp with time zone not null default now()
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, source)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
row level security forced

-- region: likely duplicates that wait for an agent; row is personal data, retention: import
table shop_twin (
  source text not null
  key text not null
  initiative_id uuid not null
  shop_id uuid not null
  reason text not null
  row jsonb not null
  decision text
  decided_by uuid
  decided_at timestamp with time zone
  created_at timestamp with time zone not null default now()
  twin_id uuid not null default gen_random_uuid()
  done jsonb
  took_siret boolean not null default false
  CHECK ((decision = ANY (ARRAY['same'::text, 'different'::text])))
  CHECK ((reason = ANY (ARRAY['phone'::text, 'website'::text, 'place'::text])))
  FOREIGN KEY (initiative_id) REFERENCES initiative(initiative_id)
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (source, key)
)
CREATE INDEX shop_twin_open ON public.shop_twin USING btree (initiative_id) WHERE (decision IS NULL)
CREATE UNIQUE INDEX shop_twin_id ON public.shop_twin USING btree (twin_id)
policy region_writes for * to devanture_region using true check true
grant delete, insert, select, update to devanture_region
row level security forced

-- global: belongs to a person; single use
table sign_in_link (
  token_hash text not null
  person_id uuid not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  FOREIGN KEY (person_id) REFERENCES person(person_id) ON DELETE CASCADE
  PRIMARY KEY (token_hash)
)
CREATE INDEX sign_in_link_person ON public.sign_in_link USING btree (person_id)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- tenant: other slots that an order's customer may choose
table slot_proposal (
  shop_id uuid not null
  order_id uuid not null
  starts_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  CHECK ((ends_at > starts_at))
  FOREIGN KEY (shop_id, order_id) REFERENCES shop_order(shop_id, order_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, order_id, starts_at)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: the counts of the shelves, those without a difference included
table stock_count (
  shop_id uuid not null
  count_id uuid not null
  variant_id uuid not null
  expected integer not null
  counted integer not null
  delta integer not null
  at timestamp with time zone not null default now()
  undone_at timestamp with time zone
  CHECK (((counted >= 0) AND (counted <= 1000000)))
  FOREIGN KEY (shop_id, variant_id) REFERENCES variant(shop_id, variant_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, count_id)
)
CREATE INDEX stock_count_day ON public.stock_count USING btree (shop_id, at)
CREATE INDEX stock_count_variant ON public.stock_count USING btree (shop_id, variant_id)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

-- tenant: every change of stock has a cause
table stock_movement (
  shop_id uuid not null
  movement_id uuid not null
  variant_id uuid not null
  delta integer not null
  cause text not null
  order_id uuid
  at timestamp with time zone not null default now()
  CHECK ((cause = ANY (ARRAY['initial'::text, 'count'::text, 'import'::text, 'order'::text, 'order_returned'::text, 'struck'::text, 'lost'::text])))
  CHECK ((delta <> 0))
  FOREIGN KEY (shop_id, variant_id) REFERENCES variant(shop_id, variant_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, movement_id)
)
CREATE INDEX stock_movement_by_shop ON public.stock_movement USING btree (shop_id, at DESC) WHERE (cause = ANY (ARRAY['initial'::text, 'count'::text, 'import'::text]))
CREATE INDEX stock_movement_variant ON public.stock_movement USING btree (shop_id, variant_id, at)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select to devanture_app
row level security forced

-- tenant: what a customer accepted stays readable as it was
table terms_version (
  shop_id uuid not null
  terms_hash text not null
  text text not null
  since timestamp with time zone not null default now()
  CHECK (((length(text) >= 1) AND (length(text) <= 30000)))
  CHECK ((terms_hash ~ '^[0-9a-f]{64}$'::text))
  FOREIGN KEY (shop_id) REFERENCES shop(shop_id)
  PRIMARY KEY (shop_id, terms_hash)
)
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
policy region_writes for * to devanture_region using true check true
grant delete, insert, select to devanture_app
grant delete, insert, select to devanture_region
row level security forced

-- global: what was looked for and not found; counts of words, nobody's
table unmet_search (
  day date not null
  commune_insee text not null
  trade text not null
  words text not null
  lat double precision
  lon double precision
  searches integer not null
  CHECK (((length(words) >= 3) AND (length(words) <= 80)))
  CHECK ((commune_insee ~ '^([0-9AB]{5})?$'::text))
  CHECK ((searches > 0))
  PRIMARY KEY (day, commune_insee, trade, words)
)
grant delete, insert, select, update to devanture_app
grant delete, insert, select, update to devanture_region
no row level security

-- tenant: price and stock sit here
table variant (
  shop_id uuid not null
  variant_id uuid not null
  product_id uuid not null
  position integer not null default 0
  options text[] not null default '{}'::text[]
  sku text
  ean text
  price_cents integer not null
  compare_at_cents integer
  stock text not null default 'tracked'::text
  on_hand integer not null default 0
  weight_grams integer
  content_amount numeric(10,3)
  content_unit text
  prior_cents integer
  archived_at timestamp with time zone
  photo_id uuid
  CHECK (((compare_at_cents >= 0) AND (compare_at_cents <= 100000000)))
  CHECK (((content_amount IS NULL) = (content_unit IS NULL)))
  CHECK (((on_hand >= 0) AND (on_hand <= 1000000)))
  CHECK (((price_cents >= 0) AND (price_cents <= 100000000)))
  CHECK (((stock <> 'single'::text) OR (on_hand <= 1)))
  CHECK ((cardinality(options) <= 3))
  CHECK ((content_amount > (0)::numeric))
  CHECK ((content_unit = ANY (ARRAY['g'::text, 'kg'::text, 'ml'::text, 'cl'::text, 'l'::text, 'm'::text, 'm2'::text, 'piece'::text])))
  CHECK ((ean ~ '^\d{8,14}$'::text))
  CHECK ((length(sku) <= 100))
  CHECK ((stock = ANY (ARRAY['tracked'::text, 'untracked'::text, 'single'::text])))
  CHECK ((weight_grams >= 0))
  FOREIGN KEY (shop_id, product_id, photo_id) REFERENCES photo(shop_id, product_id, photo_id) ON DELETE SET NULL (photo_id)
  FOREIGN KEY (shop_id, product_id) REFERENCES product(shop_id, product_id) ON DELETE CASCADE
  PRIMARY KEY (shop_id, variant_id)
)
CREATE INDEX variant_ean ON public.variant USING btree (shop_id, ean) WHERE (ean IS NOT NULL)
CREATE INDEX variant_product ON public.variant USING btree (shop_id, product_id, "position")
policy own_shop for * to devanture_app using (shop_id = current_shop_id()) check (shop_id = current_shop_id())
grant delete, insert, select, update to devanture_app
row level security forced

CREATE OR REPLACE FUNCTION public.apply_sheet_proposal(proposal product_sheet_proposal)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    update product_sheet set name = coalesce(proposal.changes ->> 'name', name),
      description_html = coalesce(proposal.changes ->> 'descriptionHtml', description_html),
      brand = coalesce(proposal.changes ->> 'brand', brand), category = coalesce(proposal.changes ->> 'category', category),
      vat_rate = coalesce((proposal.changes ->> 'vatRate')::numeric, vat_rate),
      photo_id = coalesce((proposal.changes ->> 'photo')::uuid, photo_id), updated_at = now()
    where ean = proposal.ean
  $function$

CREATE OR REPLACE FUNCTION public.asks_for_safety(category text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (category = ANY (ARRAY['fleurs-sechees'::text, 'jardinage'::text, 'outils'::text, 'quincaillerie'::text, 'peinture'::text, 'jeux-societe'::text, 'jouets-eveil'::text, 'jouets-construction'::text, 'poupees-peluches'::text, 'vehicules-jouets'::text, 'loisirs-creatifs'::text, 'jeux-plein-air'::text, 'deguisements'::text, 'bagues'::text, 'colliers'::text, 'bracelets'::text, 'boucles-oreilles'::text, 'montres'::text, 'romans'::text, 'livres-jeunesse'::text, 'bd-mangas'::text, 'livres-pratiques'::text, 'essais-histoire'::text, 'livres-scolaires'::text, 'livres-region'::text, 'papeterie'::text, 'fournitures-scolaires'::text, 'cartes-affiches'::text, 'journaux'::text, 'vetements-femme'::text, 'vetements-homme'::text, 'vetements-enfant'::text, 'lingerie'::text, 'accessoires-mode'::text, 'mercerie'::text, 'chaussures-femme'::text, 'chaussures-homme'::text, 'chaussures-enfant'::text, 'chaussons'::text, 'sacs'::text, 'bagages'::text, 'portefeuilles'::text, 'parfums'::text, 'soins-visage'::text, 'maquillage'::text, 'savons'::text, 'cheveux'::text, 'bien-etre'::text, 'materiel-medical'::text, 'lunettes'::text, 'vaisselle'::text, 'cuisine'::text, 'bougies'::text, 'linge-maison'::text, 'decoration'::text, 'luminaires'::text, 'rangement'::text, 'fetes-noel'::text, 'meubles-salon'::text, 'meubles-chambre'::text, 'meubles-jardin'::text, 'petit-electromenager'::text, 'gros-electromenager'::text, 'image-son'::text, 'telephones'::text, 'ordinateurs'::text, 'jeux-video'::text, 'instruments'::text, 'musique-films'::text, 'beaux-arts'::text, 'velos'::text, 'vetements-sport'::text, 'equipement-sport'::text, 'randonnee'::text, 'auto-accessoires'::text, 'ceramique'::text, 'bois-artisanat'::text, 'textile-artisanat'::text, 'art'::text, 'seconde-main'::text, 'animaux'::text, 'souvenirs'::text, 'puericulture'::text, 'cigarettes-electroniques'::text]))

CREATE OR REPLACE FUNCTION public.audit_append(person uuid, acting_role text, deed text, about jsonb, request text, how text)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
  e audit_entry;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit_entry', 0));
  select coalesce(max(a.number), 0) + 1 into e.number from audit_entry a;
  e.previous := coalesce((select a.hash from audit_entry a where a.number = e.number - 1), '\x');
  e.at := clock_timestamp();
  e.person_id := person;
  e.role := acting_role;
  e.action := deed;
  e.subject := about;
  e.request_id := request;
  e.outcome := how;
  e.hash := audit_hash(e);
  insert into audit_entry select (e).*;
  return e.number;
end $function$

CREATE OR REPLACE FUNCTION public.audit_hash(e audit_entry)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to(concat_ws('|'::text, (e).number, to_char(((e).at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD HH24:MI:SS.US'::text), COALESCE(((e).person_id)::text, '-'::text), (e).role, (e).action, ((e).subject)::text, (e).request_id, (e).outcome, encode((e).previous, 'hex'::text)), 'UTF8'::name))

CREATE OR REPLACE PROCEDURE public.between_shops_table(IN t regclass, IN why text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy outside_shops on %s to devanture_app using (current_shop_id() is null) with check (current_shop_id() is null)', t);
  execute format('grant select, insert, update, delete on %s to devanture_app', t);
  execute format('comment on table %s is %L', t, 'global: ' || why);
end $procedure$

CREATE OR REPLACE FUNCTION public.closure_concerns(c closure_order, trade text, naf text, commune text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (((c).cancelled_at IS NULL) AND (((c).communes IS NULL) OR (commune = ANY ((c).communes))) AND ((((c).trades = '{}'::text[]) AND ((c).nafs = '{}'::text[])) OR (trade = ANY ((c).trades)) OR (EXISTS (SELECT FROM unnest((closure_concerns.c).nafs) n(n) WHERE starts_with(naf_key(closure_concerns.naf), naf_key(n.n))))) AND (NOT ((trade = ANY ((c).exempt_trades)) OR (EXISTS (SELECT FROM unnest((closure_concerns.c).exempt_nafs) n(n) WHERE starts_with(naf_key(closure_concerns.naf), naf_key(n.n)))))))

CREATE OR REPLACE FUNCTION public.current_shop_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.shop_id'::text, true), ''::text))::uuid

CREATE OR REPLACE FUNCTION public.decide_sheet_proposal(wanted uuid, is_accepted boolean, agent uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  proposal product_sheet_proposal;
begin
  select * into proposal from product_sheet_proposal p where p.proposal_id = wanted and p.state = 'open' for update;
  if proposal.proposal_id is null then
    return false;
  end if;
  if is_accepted then
    perform apply_sheet_proposal(proposal);
  end if;
  update product_sheet_proposal p set state = case when is_accepted then 'accepted' else 'refused' end, decided_at = now(),
    decided_by = agent where p.proposal_id = wanted;
  return true;
end $function$

CREATE OR REPLACE FUNCTION public.describe_sheets(described jsonb)
 RETURNS SETOF text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if current_shop_id() is null then
    raise exception 'sheets are described by a shop';
  end if;
  insert into product_sheet as s (ean, name, description_html, brand, category, vat_rate, public_category, content_amount,
      content_unit, option_names, option_values)
    select distinct on (g.ean) g.ean, g.name, g.description_html, g.brand, g.category, g.vat_rate, g.public_category,
      g.content_amount, g.content_unit, g.option_names, g.option_values
    from jsonb_to_recordset(described) as g (ean text, name text, description_html text, brand text, category text,
      vat_rate numeric, public_category text, content_amount numeric, content_unit text, option_names text[], option_values text[])
    order by g.ean
  on conflict (ean) do update set
    description_html = case s.description_html when '' then excluded.description_html else s.description_html end,
    brand = coalesce(s.brand, excluded.brand), category = coalesce(s.category, excluded.category),
    public_category = coalesce(s.public_category, excluded.public_category),
    content_amount = case when s.content_unit is null then excluded.content_amount else s.content_amount end,
    content_unit = coalesce(s.content_unit, excluded.content_unit), updated_at = now()
  where s.description_html = '' and excluded.description_html <> '' or s.brand is null and excluded.brand is not null
    or s.category is null and excluded.category is not null or s.content_unit is null and excluded.content_unit is not null
    or s.public_category is null and excluded.public_category is not null;
  return query select s.ean from product_sheet s
    where s.photo_id is null and s.ean in (select g.ean from jsonb_to_recordset(described) as g (ean text));
end $function$

CREATE OR REPLACE FUNCTION public.enqueue_job(task text, payload json, run_at timestamp with time zone, job_key text, queue text, max_attempts integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select graphile_worker.add_job(task, payload, queue, run_at, max_attempts, job_key) $function$

CREATE OR REPLACE FUNCTION public.give_sheet_photo(of_ean text, photo uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if current_shop_id() is null then
    raise exception 'a photo is given by a shop';
  end if;
  update product_sheet set photo_id = photo, updated_at = now() where ean = of_ean and photo_id is null;
  return found;
end $function$

CREATE OR REPLACE PROCEDURE public.global_table(IN t regclass, IN why text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('grant select, insert, update, delete on %s to devanture_app, devanture_region', t);
  execute format('comment on table %s is %L', t, 'global: ' || why);
end $procedure$

CREATE OR REPLACE FUNCTION public.keep_first_prices()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into price_change (shop_id, variant_id, price_cents) select shop_id, variant_id, price_cents from made;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.keep_price()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into price_change (shop_id, variant_id, price_cents) values (new.shop_id, new.variant_id, new.price_cents);
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.keep_terms_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into terms_version (shop_id, terms_hash, text) values (new.shop_id, terms_hash(new.legal), new.legal ->> 'terms')
  on conflict do nothing;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.keep_withheld()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.published := false;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.lacks_safety(safety jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((COALESCE((safety #>> '{manufacturer,name}'::text[]), ''::text) = ''::text) OR (COALESCE((safety #>> '{manufacturer,address}'::text[]), ''::text) = ''::text) OR (COALESCE((safety #>> '{manufacturer,email}'::text[]), ''::text) = ''::text) OR ((COALESCE((safety #>> '{responsible,name}'::text[]), ''::text) <> ''::text) AND ((COALESCE((safety #>> '{responsible,address}'::text[]), ''::text) = ''::text) OR (COALESCE((safety #>> '{responsible,email}'::text[]), ''::text) = ''::text))))

CREATE OR REPLACE FUNCTION public.naf_key(naf text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN upper(regexp_replace(naf, '[^0-9A-Za-z]'::text, ''::text, 'g'::text))

CREATE OR REPLACE FUNCTION public.note_shop_state()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into shop_event (shop_id, seq, from_state, to_state)
  select new.shop_id, coalesce(max(seq), 0) + 1, case when tg_op = 'UPDATE' then old.state end, new.state
  from shop_event where shop_id = new.shop_id;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.propose_sheet(of_ean text, wanted jsonb, id uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  known uuid;
begin
  insert into product_sheet_proposal (proposal_id, ean, changes) values (id, of_ean, wanted)
    on conflict (ean, md5(changes::text)) where state = 'open' do nothing;
  select p.proposal_id into known from product_sheet_proposal p
    where p.ean = of_ean and md5(p.changes::text) = md5(wanted::text) and p.state = 'open';
  return second_sheet_proposal(known);
end $function$

CREATE OR REPLACE FUNCTION public.propose_sheet_photo(of_ean text, photo uuid, id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if current_shop_id() is null then
    raise exception 'a photo is proposed by a shop';
  end if;
  perform from product_sheet s where s.ean = of_ean for update;
  if not found or exists (
    select from product_sheet_voice v join product_sheet_proposal p using (proposal_id)
    where v.shop_id = current_shop_id() and p.ean = of_ean and p.state = 'open' and p.changes ? 'photo'
  ) then
    return false;
  end if;
  insert into product_sheet_proposal (proposal_id, ean, changes) values (id, of_ean, jsonb_build_object('photo', photo));
  insert into product_sheet_voice (shop_id, proposal_id) values (current_shop_id(), id);
  return true;
end $function$

CREATE OR REPLACE PROCEDURE public.public_copy(IN t regclass, IN why text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy everybody_reads on %s for select to devanture_app using (true)', t);
  execute format('create policy own_shop_inserts on %s for insert to devanture_app with check (shop_id = current_shop_id())', t);
  execute format('create policy own_shop_updates on %s for update to devanture_app using (shop_id = current_shop_id()) with check (shop_id = current_shop_id())', t);
  execute format('create policy own_shop_deletes on %s for delete to devanture_app using (shop_id = current_shop_id())', t);
  execute format('create policy region_writes on %s to devanture_region using (true) with check (true)', t);
  execute format('grant select, insert, update, delete on %s to devanture_app, devanture_region', t);
  execute format('comment on table %s is %L', t, 'public copy: ' || why);
end $procedure$

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege';
end $function$

CREATE OR REPLACE PROCEDURE public.region_table(IN t regclass, IN why text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy region_writes on %s to devanture_region using (true) with check (true)', t);
  execute format('grant select, insert, update, delete on %s to devanture_region', t);
  execute format('comment on table %s is %L', t, 'region: ' || why);
end $procedure$

CREATE OR REPLACE FUNCTION public.search_beginning(beginning text, most integer)
 RETURNS TABLE(word text, label text, lexeme text, n integer)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
begin
  if length(beginning) = 1 then
    return query select v.word, v.label, v.lexeme, v.n from search_word v
      where left(v.word, 1) = beginning order by v.n desc, v.word limit most;
  elsif length(beginning) = 2 then
    return query select v.word, v.label, v.lexeme, v.n from search_word v
      where left(v.word, 2) = beginning order by v.n desc, v.word limit most;
  elsif length(beginning) < 5 then
    return query select v.word, v.label, v.lexeme, v.n from search_word v
      where left(v.word, 3) = left(beginning, 3) and v.word >= beginning and v.word < beginning || '{'
      order by v.n desc, v.word limit most;
  else
    return query select v.word, v.label, v.lexeme, v.n from search_word v
      where v.word >= beginning and v.word < beginning || '{' order by v.n desc, v.word limit most;
  end if;
end $function$

CREATE OR REPLACE FUNCTION public.search_candidates(rings tsquery[], filters jsonb, wanted integer, at timestamp with time zone)
 RETURNS TABLE(shop_id uuid, document_id uuid, kind text, title_key text, price_cents integer, created_at timestamp with time zone, rank real, ring integer)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
declare
  r tsquery;
  number int := 0;
  here int;
  missing int := wanted;
  price_max int := filters ->> 'priceMax';
  price_min int := filters ->> 'priceMin';
  before timestamptz := filters ->> 'collectableBefore';
  open_now boolean := coalesce((filters ->> 'openNow')::boolean, false);
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
  named tsquery := filters ->> 'named';
  forms jsonb := coalesce(filters -> 'forms', '[]');
  words_n int := greatest(1, least(4, jsonb_array_length(forms)));
  w1 text := coalesce(' ' || (forms -> 0 ->> 'w') || ' ', '');
  p1 text := coalesce(' ' || (forms -> 0 ->> 'p'), '');
  a1 text := ' ' || (forms -> 0 ->> 'a');
  s1 text := coalesce(' ' || (forms -> 0 ->> 's'), '');
  w2 text := ' ' || (forms -> 1 ->> 'w') || ' ';
  p2 text := ' ' || (forms -> 1 ->> 'p');
  a2 text := ' ' || (forms -> 1 ->> 'a');
  s2 text := ' ' || (forms -> 1 ->> 's');
  w3 text := ' ' || (forms -> 2 ->> 'w') || ' ';
  p3 text := ' ' || (forms -> 2 ->> 'p');
  a3 text := ' ' || (forms -> 2 ->> 'a');
  s3 text := ' ' || (forms -> 2 ->> 's');
  w4 text := ' ' || (forms -> 3 ->> 'w') || ' ';
  p4 text := ' ' || (forms -> 3 ->> 'p');
  a4 text := ' ' || (forms -> 3 ->> 'a');
  s4 text := ' ' || (forms -> 3 ->> 's');
  phrase text := ' ' || (filters ->> 'phrase');
begin
  foreach r in array rings loop
    number := number + 1;
  
    return query select d.shop_id, d.document_id, d.kind, d.title_key, d.price_cents, d.created_at,
        ((search_fit(d.title_key, w1, p1, s1, a1) + case when words_n > 1 then search_fit(d.title_key, w2, p2, s2, a2) else 0 end
          + case when words_n > 2 then search_fit(d.title_key, w3, p3, s3, a3) else 0 end
          + case when words_n > 3 then search_fit(d.title_key, w4, p4, s4, a4) else 0 end) / words_n
          + case when words_n > 1 and strpos(d.title_key, phrase) > 0 then 0.1 else 0 end
          - 0.002 * least(length(d.title_key), 100) + 0.05 * d.score)::real,
        number
      from search_document d where d.tier = 1 and d.vector @@ r
        and (price_max is null or d.price_cents <= price_max)
        and (price_min is null or d.price_cents >= price_min)
        and (radius is null or search_km(lat0, lon0, d.lat, d.lon) <= radius or d.vector @@ named)
        and (before is null or search_is_collectable(d.shop_id, d.available, d.pickup_starts, at, before))
        and (not open_now or search_is_open(d.shop_id, at))
      limit missing;
    get diagnostics here = row_count;
    missing := missing - here;
    exit when missing <= 0;
  
    return query select d.shop_id, d.document_id, d.kind, d.title_key, d.price_cents, d.created_at,
        ((search_fit(d.title_key, w1, p1, s1, a1) + case when words_n > 1 then search_fit(d.title_key, w2, p2, s2, a2) else 0 end
          + case when words_n > 2 then search_fit(d.title_key, w3, p3, s3, a3) else 0 end
          + case when words_n > 3 then search_fit(d.title_key, w4, p4, s4, a4) else 0 end) / words_n
          + case when words_n > 1 and strpos(d.title_key, phrase) > 0 then 0.1 else 0 end
          - 0.002 * least(length(d.title_key), 100) + 0.05 * d.score)::real,
        number
      from search_document d where d.tier = 2 and d.vector @@ r
        and (price_max is null or d.price_cents <= price_max)
        and (price_min is null or d.price_cents >= price_min)
        and (radius is null or search_km(lat0, lon0, d.lat, d.lon) <= radius or d.vector @@ named)
        and (before is null or search_is_collectable(d.shop_id, d.available, d.pickup_starts, at, before))
        and (not open_now or search_is_open(d.shop_id, at))
      limit missing;
    get diagnostics here = row_count;
    missing := missing - here;
    exit when missing <= 0;
  
    return query select d.shop_id, d.document_id, d.kind, d.title_key, d.price_cents, d.created_at,
        ((search_fit(d.title_key, w1, p1, s1, a1) + case when words_n > 1 then search_fit(d.title_key, w2, p2, s2, a2) else 0 end
          + case when words_n > 2 then search_fit(d.title_key, w3, p3, s3, a3) else 0 end
          + case when words_n > 3 then search_fit(d.title_key, w4, p4, s4, a4) else 0 end) / words_n
          + case when words_n > 1 and strpos(d.title_key, phrase) > 0 then 0.1 else 0 end
          - 0.002 * least(length(d.title_key), 100) + 0.05 * d.score)::real,
        number
      from search_document d where d.tier = 3 and d.vector @@ r
        and (price_max is null or d.price_cents <= price_max)
        and (price_min is null or d.price_cents >= price_min)
        and (radius is null or search_km(lat0, lon0, d.lat, d.lon) <= radius or d.vector @@ named)
        and (before is null or search_is_collectable(d.shop_id, d.available, d.pickup_starts, at, before))
        and (not open_now or search_is_open(d.shop_id, at))
      limit missing;
    get diagnostics here = row_count;
    missing := missing - here;
    exit when missing <= 0;
  
  end loop;
end $function$

CREATE OR REPLACE FUNCTION public.search_code(t text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN NULLIF(regexp_replace(lower(unaccent('unaccent'::regdictionary, t)), '[^a-z0-9]+'::text, ''::text, 'g'::text), ''::text)

CREATE OR REPLACE FUNCTION public.search_collectable(of_product timestamp with time zone[], of_shop timestamp with time zone[], at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT min(p.pairs[i.i][1]) AS min FROM (SELECT COALESCE(search_collectable.of_product, search_collectable.of_shop) AS "coalesce") p(pairs), LATERAL generate_subscripts(p.pairs, 1) i(i) WHERE (p.pairs[i.i][2] >= search_collectable.at))

CREATE OR REPLACE FUNCTION public.search_completions(beginning text, others text[], most integer)
 RETURNS TABLE(word text, label text, lexeme text)
 LANGUAGE sql
 STABLE
AS $function$
    select b.word, b.label, b.lexeme from search_beginning(beginning, most * 3) b
    where exists (select from search_posting p where p.lexeme = b.lexeme
      and (select count(*) from search_posting q where q.shop_id = p.shop_id and q.lexeme = any (others)) = cardinality(others))
    order by b.n desc, b.word limit most
  $function$

CREATE OR REPLACE FUNCTION public.search_count_all(filters jsonb)
 RETURNS TABLE(facet text, value text, n integer)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
declare
  kind text := filters ->> 'kind';
  trade_chosen text := filters ->> 'trade';
  commune_chosen text := filters ->> 'commune';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
begin
  return query
    with hit as materialized (
      select s.trade, s.commune_insee, case kind when 'product' then s.products when 'shop' then 1 when 'listing' then 0 else s.products + 1 end as n
      from search_shop s where radius is null or search_km(lat0, lon0, s.lat, s.lon) <= radius)
    (select 'category', h.trade, sum(h.n)::int from hit h where commune_chosen is null or h.commune_insee = commune_chosen
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where trade_chosen is null or h.trade = trade_chosen
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where (commune_chosen is null or h.commune_insee = commune_chosen) and (trade_chosen is null or h.trade = trade_chosen);
end $function$

CREATE OR REPLACE FUNCTION public.search_count_matches(match tsquery, filters jsonb, most integer, at timestamp with time zone)
 RETURNS TABLE(facet text, value text, n integer)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
declare
  trade_chosen text := filters ->> 'trade';
  commune_chosen text := filters ->> 'commune';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
  price_max int := coalesce((filters ->> 'priceMax')::int, 2147483647);
  price_min int := coalesce((filters ->> 'priceMin')::int, -1);
  has_price boolean := filters ->> 'priceMin' is not null or filters ->> 'priceMax' is not null;
  before timestamptz := filters ->> 'collectableBefore';
  open_now boolean := coalesce((filters ->> 'openNow')::boolean, false);
  named tsquery := filters ->> 'named';
  bands int[] := array(select jsonb_array_elements_text(filters -> 'bands')::int);
  today timestamptz := filters -> 'pickups' ->> 'today';
  tomorrow timestamptz := filters -> 'pickups' ->> 'tomorrow';
  circles int[] := array(select jsonb_array_elements_text(filters -> 'circles')::int);
begin
  return query
    with found as materialized (
      select u.shop_id, u.available, width_bucket(u.price_cents, bands) as band,
        not has_price or coalesce(u.price_cents between price_min and price_max, false) as is_priced,
        case when u.pickup_starts is not null then coalesce(search_collectable(u.pickup_starts, null, at), 'infinity') end as own_start
      from (
        select d.shop_id, d.available, d.price_cents, d.pickup_starts, d.lat, d.lon, d.vector
          from search_document d where d.tier = 1 and d.vector @@ match
        union all select d.shop_id, d.available, d.price_cents, d.pickup_starts, d.lat, d.lon, d.vector
          from search_document d where d.tier = 2 and d.vector @@ match
        union all select d.shop_id, d.available, d.price_cents, d.pickup_starts, d.lat, d.lon, d.vector
          from search_document d where d.tier = 3 and d.vector @@ match
      ) u
      where radius is null or search_km(lat0, lon0, u.lat, u.lon) <= radius or u.vector @@ named
      limit most + 1
    ), shops as materialized (
      select s.shop_id, s.trade, s.commune_insee,
        case when at < s.open_until then at >= s.open_from when s.open_until is null then false else search_is_open(s.shop_id, at) end as is_open,
        case when s.next_last >= at then s.next_start when s.next_last is null then null else search_shop_start(s.shop_id, at) end as start,
        case when lat0 is not null then search_km(lat0, lon0, s.lat, s.lon) end as km
      from (select distinct f.shop_id from found f) f join search_shop s using (shop_id)
    ), seen as (
      select s.trade, s.commune_insee, f.band, f.is_priced, s.is_open, s.km,
        case when f.available then coalesce(f.own_start, s.start) end as start
      from found f join shops s using (shop_id)
    ), hit as materialized (
      select h.trade, h.commune_insee, h.band, h.is_priced, h.is_open,
        case when h.start <= today then 1 when h.start <= tomorrow then 2 else 3 end as day,
        (select count(*) from unnest(circles) c where h.km > c) as circle,
        before is null or coalesce(h.start <= before, false) as is_ready, not open_now or h.is_open as is_door,
        trade_chosen is null or h.trade = trade_chosen as is_trade, commune_chosen is null or h.commune_insee = commune_chosen as is_commune,
        count(*) as n
      from seen h group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    )
    (select 'category', h.trade, sum(h.n)::int from hit h where h.is_commune and h.is_priced and h.is_ready and h.is_door
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where h.is_trade and h.is_priced and h.is_ready and h.is_door
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all (select 'price', h.band::text, sum(h.n)::int from hit h
      where h.band is not null and h.is_trade and h.is_commune and h.is_ready and h.is_door group by h.band)
    union all (select 'pickup', p.name, coalesce(sum(h.n), 0)::int from (values ('today', 1), ('tomorrow', 2)) p (name, day)
      left join hit h on h.day <= p.day and h.is_trade and h.is_commune and h.is_priced and h.is_door group by p.name)
    union all (select 'distance', circles[i]::text, coalesce(sum(h.n), 0)::int from generate_subscripts(circles, 1) i
      left join hit h on h.circle < i and h.is_trade and h.is_commune and h.is_priced and h.is_ready and h.is_door group by circles[i])
    union all select 'open', 'now', coalesce(sum(h.n), 0)::int from hit h
      where h.is_open and h.is_trade and h.is_commune and h.is_priced and h.is_ready
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where h.is_trade and h.is_commune and h.is_priced and h.is_ready and h.is_door
    union all select 'over', null, count(*)::int from found having count(*) > most;
end $function$

CREATE OR REPLACE FUNCTION public.search_count_postings(lexemes text[], groups integer[], filters jsonb)
 RETURNS TABLE(facet text, value text, n integer)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
declare
  kind text := filters ->> 'kind';
  trade_chosen text := filters ->> 'trade';
  commune_chosen text := filters ->> 'commune';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
  radius double precision := filters ->> 'radiusKm';
begin
  if cardinality(lexemes) = 1 then
    return query
    with hit as materialized (
      select s.trade, s.commune_insee, case kind when 'product' then p.products when 'shop' then p.shops else p.products + p.shops end as n
      from search_posting p join search_shop s using (shop_id)
      where p.lexeme = lexemes[1] and (radius is null or search_km(lat0, lon0, s.lat, s.lon) <= radius))
    (select 'category', h.trade, sum(h.n)::int from hit h where commune_chosen is null or h.commune_insee = commune_chosen
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where trade_chosen is null or h.trade = trade_chosen
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where (commune_chosen is null or h.commune_insee = commune_chosen) and (trade_chosen is null or h.trade = trade_chosen);
  else
    return query
    with found as (
      select p.shop_id from unnest(lexemes, groups) g (lexeme, place) join search_posting p using (lexeme)
      where case kind when 'product' then p.products > 0 when 'shop' then p.shops > 0 else true end
      group by 1 having bit_or(1 << g.place) = (1 << (select max(x) + 1 from unnest(groups) x)) - 1
    ), hit as materialized (
      select s.trade, s.commune_insee, 1 as n from found join search_shop s using (shop_id)
      where radius is null or search_km(lat0, lon0, s.lat, s.lon) <= radius)
    (select 'category', h.trade, sum(h.n)::int from hit h where commune_chosen is null or h.commune_insee = commune_chosen
      group by h.trade order by 3 desc, h.trade collate "C" limit 20)
    union all (select 'commune', h.commune_insee, sum(h.n)::int from hit h where trade_chosen is null or h.trade = trade_chosen
      group by h.commune_insee order by 3 desc, h.commune_insee collate "C" limit 20)
    union all select 'total', null, coalesce(sum(h.n), 0)::int from hit h
      where (commune_chosen is null or h.commune_insee = commune_chosen) and (trade_chosen is null or h.trade = trade_chosen);
  end if;
end $function$

CREATE OR REPLACE FUNCTION public.search_deletes(w text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT (array_agg(DISTINCT ("left"(search_deletes.w, (i.i - 1)) || substr(search_deletes.w, (i.i + 1)))) || search_deletes.w) FROM generate_series(1, length(search_deletes.w)) i(i))

CREATE OR REPLACE FUNCTION public.search_first_until(spans tstzmultirange)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT upper(span.span) AS upper FROM unnest(search_first_until.spans) span(span) LIMIT 1)

CREATE OR REPLACE FUNCTION public.search_fit(key text, w text, p text, s text, a text)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (strpos(key, p) > 0) THEN ((0.9 + CASE WHEN (strpos(key, w) > 0) THEN 0.1 ELSE (0)::numeric END) - (0.006 * (LEAST(strpos(key, p), 50))::numeric)) WHEN (strpos(key, s) > 0) THEN (0.75 - (0.006 * (LEAST(strpos(key, s), 50))::numeric)) WHEN (strpos(key, a) > 0) THEN (0.7 - (0.006 * (LEAST(strpos(key, a), 50))::numeric)) ELSE 0.1 END

CREATE OR REPLACE FUNCTION public.search_fold(t text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN btrim(regexp_replace(regexp_replace(regexp_replace(lower(unaccent('unaccent'::regdictionary, replace(t, '’'::text, ''''::text))), '\m(l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quelqu)'''::text, ' '::text, 'g'::text), '[^a-z0-9]+'::text, ' '::text, 'g'::text), '\m([a-z]+ou|jeu|feu|lieu|milieu|voeu|aveu|neveu|cheveu|pneu|bleu|eau)x\M'::text, '\1'::text, 'g'::text))

CREATE OR REPLACE FUNCTION public.search_head(key text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT COALESCE(array_agg(('head='::text || l.lexeme)), '{}'::text[]) AS "coalesce" FROM unnest(tsvector_to_array(search_words(split_part(search_head.key, ' '::text, 2)))) l(lexeme))

CREATE OR REPLACE FUNCTION public.search_is_collectable(shop uuid, available boolean, of_product timestamp with time zone[], at timestamp with time zone, before timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (available AND (EXISTS (SELECT FROM search_shop s WHERE ((s.shop_id = search_is_collectable.shop) AND CASE WHEN ((search_is_collectable.of_product IS NULL) AND (s.next_last >= search_is_collectable.at)) THEN (s.next_start <= search_is_collectable.before) ELSE (search_collectable(search_is_collectable.of_product, s.pickup_starts, search_is_collectable.at) <= search_is_collectable.before) END))))

CREATE OR REPLACE FUNCTION public.search_is_open(shop uuid, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (EXISTS (SELECT FROM search_shop s WHERE ((s.shop_id = search_is_open.shop) AND (s.open_spans @> search_is_open.at))))

CREATE OR REPLACE FUNCTION public.search_joined_words(t text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN CASE WHEN (t ~ '[[:alpha:]]-[[:alpha:]]'::text) THEN search_words(regexp_replace(t, '([[:alpha:]])-(?=[[:alpha:]])'::text, '\1'::text, 'g'::text)) ELSE ''::tsvector END

CREATE OR REPLACE FUNCTION public.search_km(lat1 double precision, lon1 double precision, lat2 double precision, lon2 double precision)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((((lat1 + lon1) + lat2) + lon2) IS NOT NULL) THEN ((((2)::numeric * 6371.0088))::double precision * asin(LEAST((1)::double precision, sqrt(((sin((radians((lat2 - lat1)) / (2)::double precision)) ^ (2)::double precision) + ((cos(radians(lat1)) * cos(radians(lat2))) * (sin((radians((lon2 - lon1)) / (2)::double precision)) ^ (2)::double precision))))))) ELSE NULL::double precision END

CREATE OR REPLACE FUNCTION public.search_mark_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.changed := pg_current_xact_id();
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.search_named_shops(match tsquery, most integer)
 RETURNS TABLE(name text, slug text)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
begin
  return query select s.name, s.slug
    from (select d.shop_id from search_document d where d.tier = 1 and d.vector @@ match limit 50) d join search_shop s using (shop_id)
    order by s.state <> 'open', s.name, s.slug limit most;
end $function$

CREATE OR REPLACE FUNCTION public.search_note_gone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into search_gone (shop_id, document_id) select shop_id, document_id from gone order by 1, 2
    on conflict (shop_id, document_id) do update set changed = pg_current_xact_id(), gone_at = now();
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.search_page(rings tsquery[], filters jsonb, page jsonb, at timestamp with time zone)
 RETURNS TABLE(kind text, id uuid, title text, handle text, price_cents integer, price_varies boolean, available boolean, photo jsonb, collectable_from timestamp with time zone, shop_id uuid, slug text, name text, state text, trade text, commune_name text, commune_insee text, lat double precision, lon double precision, km double precision, candidates integer)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
declare
  sort text := page ->> 'sort';
  lat0 double precision := filters ->> 'lat';
  lon0 double precision := filters ->> 'lon';
begin
  return query
    with single as (
      select distinct on (c.shop_id, c.document_id) c.*, c.ordinality > (page ->> 'first')::int as is_later
      from search_candidates(rings, filters, (page ->> 'wanted')::int, at) with ordinality c
      order by c.shop_id, c.document_id, c.ring, c.ordinality
    ), candidate as materialized (
      select c.*, s.state = 'open' as is_open, search_km(lat0, lon0, s.lat, s.lon) as away,
        row_number() over (partition by c.is_later, c.shop_id, c.kind order by c.rank desc, c.document_id) as nth,
        row_number() over (partition by c.is_later, coalesce(c.title_key, c.document_id::text) order by c.rank desc, c.document_id) as nth_so_called,
        count(*) over () as n
      from single c join search_shop s using (shop_id)
    ), chosen as (
      select c.*, row_number() over (order by c.is_later,
          case when sort = 'price' then c.price_cents end nulls last,
          case when sort = 'newest' then -extract(epoch from c.created_at) end,
          case when sort = 'distance' then c.away end nulls last,
          case when c.away is not null then c.ring end, case when c.ring > 1 then floor(c.away / 5) end nulls last,
          c.rank + case when c.is_open then 0.1 else 0 end - 0.02 * least(c.nth - 1, 10) - 0.04 * least(c.nth_so_called - 1, 5) desc,
          c.document_id) as place
      from candidate c
    )
    select d.kind, d.document_id, d.title, d.handle, d.price_cents, d.price_varies, d.available, d.photo,
      case when d.available then search_collectable(d.pickup_starts, s.pickup_starts, at) end,
      s.shop_id, s.slug, s.name, s.state, s.trade, s.commune_name, s.commune_insee, s.lat, s.lon, c.away, c.n::int
    from chosen c
      join search_document d on d.shop_id = c.shop_id and d.document_id = c.document_id
      join search_shop s on s.shop_id = c.shop_id
    where c.place > (page ->> 'skip')::int and c.place <= (page ->> 'skip')::int + (page ->> 'take')::int
    order by c.place;
end $function$

CREATE OR REPLACE FUNCTION public.search_shop_start(shop uuid, at timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT search_collectable(NULL::timestamp with time zone[], s.pickup_starts, search_shop_start.at) AS search_collectable FROM search_shop s WHERE (s.shop_id = search_shop_start.shop))

CREATE OR REPLACE FUNCTION public.search_sound(w text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  s text := w;
begin
  s := regexp_replace(s, '([a-z])\1+', '\1', 'g');
  s := replace(replace(replace(replace(s, 'ph', 'f'), 'eau', 'o'), 'au', 'o'), 'qu', 'k');
  s := regexp_replace(s, 'g(?=[eiy])', 'j', 'g');
  s := regexp_replace(s, '(?<=[aeiouy])s(?=[aeiouy])', 'z', 'g');
  s := regexp_replace(s, 'c(?=[eiy])', 's', 'g');
  s := regexp_replace(s, 'c(?!h)', 'k', 'g');
  s := regexp_replace(s, '(?<!c)h', '', 'g');
  s := replace(replace(replace(s, 'ai', 'e'), 'ei', 'e'), 'y', 'i');
  s := regexp_replace(s, '[ae][nm](?=[^aeiou]|$)', 'an', 'g');
  s := regexp_replace(s, '(es|s|t|d|x|z|e)$', '');
  return s;
end $function$

CREATE OR REPLACE FUNCTION public.search_stop_lexemes()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN '{a,au,aux,avec,c,ce,cet,chez,d,dan,de,du,elle,en,entre,est,et,il,j,l,la,le,leur,m,ma,me,mon,n,ne,nos,notr,nous,on,ou,par,pas,pour,qu,que,qui,s,sa,san,se,si,son,sont,sous,sur,t,un,une,ver,vos,votr,vous,y}'::text[]

CREATE OR REPLACE FUNCTION public.search_title_key(t text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT ((' '::text || string_agg(u.w, ' '::text ORDER BY ((((length(u.w) < 4) OR (u.w ~ '^[0-9]'::text)))::integer), u.n)) || ' '::text) FROM unnest(string_to_array(search_fold(search_title_key.t), ' '::text)) WITH ORDINALITY u(w, n))

CREATE OR REPLACE FUNCTION public.search_word_facts(typed text[])
 RETURNS TABLE(word text, lexeme text, n integer, completions text[], completed integer, candidates jsonb)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
declare
  w text;
  heard text;
begin
  foreach w in array typed loop
    word := w;
    lexeme := (tsvector_to_array(search_words(w)))[1];
    n := 0;
    completions := null;
    completed := null;
    candidates := null;
    if lexeme is not null then
      n := coalesce((select sum(p.products + p.shops) from search_posting p where p.lexeme = search_word_facts.lexeme), 0);
    end if;
    if lexeme is not null and n = 0 then
      if length(w) >= 2 then
        -- Frequent ones are enough: three words with thousands of documents each fill more pages than anybody reads.
        select array_agg(c.lexeme), sum(c.weight) into completions, completed from (
          select b.lexeme, max(b.n) as weight, sum(max(b.n)) over (order by max(b.n) desc, b.lexeme) - max(b.n) as before
          from search_beginning(w, 60) b
          where exists (select from search_posting p where p.lexeme = b.lexeme)
          group by 1 order by 2 desc, 1 limit 40) c
        where c.before < 5000;
      end if;
      if completions is null and length(w) >= 3 then
        heard := search_sound(w);
        candidates := (select jsonb_agg(to_jsonb(c)) from (
          select v.word, v.label, v.lexeme, v.n, v.sound = heard as same_sound from search_word v
          where (v.sound = heard or v.word % w) and exists (select from search_posting p where p.lexeme = v.lexeme)
          order by v.sound = heard desc, similarity(v.word, w) desc, v.n desc limit 20) c);
      end if;
    end if;
    return next;
  end loop;
end $function$

CREATE OR REPLACE FUNCTION public.search_word_facts(typed text[], wide boolean)
 RETURNS TABLE(word text, lexeme text, n integer, spelled boolean, beginnings jsonb, candidates jsonb)
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
declare
  w text;
  heard text;
begin
  foreach w in array typed loop
    word := w;
    lexeme := (tsvector_to_array(search_words(w)))[1];
    n := 0;
    beginnings := null;
    candidates := null;
    spelled := exists (select from search_word v where v.word = w);
    if lexeme is not null then
      n := coalesce((select sum(p.products + p.shops) from search_posting p where p.lexeme = search_word_facts.lexeme), 0);
    end if;
    if lexeme is not null and (wide or n = 0 or not spelled) then
      if length(w) >= 2 then
        beginnings := (select jsonb_agg(to_jsonb(b)) from (
          select b.word, b.label, b.lexeme, b.n from search_beginning(w, 40) b
          where exists (select from search_posting p where p.lexeme = b.lexeme)) b);
      end if;
      if length(w) >= 3 then
        heard := search_sound(w);
        candidates := (select jsonb_agg(to_jsonb(c)) from (
          select v.word, v.label, v.lexeme, v.n, v.sound = heard as same_sound from (
            (select * from search_word v where v.deletes && search_deletes(w) order by v.n desc, v.word limit 60)
            union (select * from search_word v where v.sound = heard order by v.n desc, v.word limit 20)
            union (select * from search_word v where v.word % w order by similarity(v.word, w) desc, v.n desc, v.word limit 15)) v
          where exists (select from search_posting p where p.lexeme = v.lexeme)) c);
      end if;
    end if;
    return next;
  end loop;
end $function$

CREATE OR REPLACE FUNCTION public.search_words(t text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ts_delete(to_tsvector('devanture'::regconfig, search_fold(t)), search_stop_lexemes())

CREATE OR REPLACE FUNCTION public.second_sheet_proposal(wanted uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  proposal product_sheet_proposal;
begin
  select * into proposal from product_sheet_proposal p where p.proposal_id = wanted and p.state = 'open' for update;
  if proposal.proposal_id is null then
    return null;
  end if;
  insert into product_sheet_voice (shop_id, proposal_id) values (current_shop_id(), wanted) on conflict do nothing;
  if (select count(*) from product_sheet_voice v where v.proposal_id = wanted) < 3 then
    return 'open';
  end if;
  perform apply_sheet_proposal(proposal);
  update product_sheet_proposal p set state = 'accepted', decided_at = now() where p.proposal_id = wanted;
  return 'accepted';
end $function$

CREATE OR REPLACE FUNCTION public.set_prior_price()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  period_end timestamptz := clock_timestamp();
  present_since timestamptz;
begin
  if new.compare_at_cents is null then
    new.prior_cents := null;
    return new;
  end if;
  new.prior_cents := old.prior_cents;
  if old.compare_at_cents is not null
    or (select perishable from product p where p.shop_id = new.shop_id and p.product_id = new.product_id) then
    return new;
  end if;
  if new.price_cents = old.price_cents then
    select max(at) into present_since from price_change where shop_id = new.shop_id and variant_id = new.variant_id;
    if present_since > period_end - interval '30 days' then period_end := present_since; end if;
  end if;
  select min(price_cents) into new.prior_cents from (
    select price_cents, at, lead(at) over (order by at) as ended from price_change
    where shop_id = new.shop_id and variant_id = new.variant_id) had
  where at < period_end and (ended is null or ended > period_end - interval '30 days');
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.tell_order_moved()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('order_moved', new.order_id::text);
  return null;
end $function$

CREATE OR REPLACE PROCEDURE public.tenant_table(IN t regclass, IN region_access text, IN why text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy own_shop on %s to devanture_app using (shop_id = current_shop_id()) with check (shop_id = current_shop_id())', t);
  execute format('grant select, insert, update, delete on %s to devanture_app', t);
  if region_access = 'read' then
    execute format('create policy region_reads on %s for select to devanture_region using (true)', t);
    execute format('grant select on %s to devanture_region', t);
  elsif region_access = 'write' then
    execute format('create policy region_writes on %s to devanture_region using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %s to devanture_region', t);
  elsif region_access <> 'none' then
    raise exception 'region_access is none, read or write, not %', region_access;
  end if;
  execute format('comment on table %s is %L', t, 'tenant: ' || why);
end $procedure$

CREATE OR REPLACE FUNCTION public.terms_hash(legal jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN encode(sha256(convert_to(NULLIF((legal ->> 'terms'::text), ''::text), 'UTF8'::name)), 'hex'::text)
