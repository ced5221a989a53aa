-- Owners are invited in batches, by mail or by letters on paper; a batch of letters can be printed again.
create table claim_batch (
  batch_id uuid primary key,
  initiative_id uuid references initiative,
  channel text not null check (channel in ('mail', 'letter')),
  created_by uuid references person,
  created_at timestamptz not null default now()
);
call region_table('claim_batch', 'who invited owners, when and how; null initiative: the whole region');
create index claim_batch_initiative on claim_batch (initiative_id);

-- sent_at: of a mail, when it left; of a letter, when its batch was made.
create table claim_invitation (
  shop_id uuid not null references shop,
  batch_id uuid not null references claim_batch,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (shop_id, batch_id)
);
call tenant_table('claim_invitation', 'write', 'when the owner was invited to take the shop over');
create index claim_invitation_batch on claim_invitation (batch_id);
