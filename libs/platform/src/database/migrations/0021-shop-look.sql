-- The home page as its merchant laid it out, as published; null: the list that every shop begins with.
alter table shop add column sections jsonb check (jsonb_typeof(sections) = 'array');

-- Pictures that the owner gave for the look of the shop: sections and settings name them by photo_id. copied_from: the picture of a
-- product or of the front that it is a copy of, which may be gone since.
create table shop_picture (
  shop_id uuid not null references shop,
  photo_id uuid not null,
  alt text not null check (length(alt) <= 300),
  width int not null,
  height int not null,
  widths int[] not null,
  color text,
  copied_from uuid,
  created_at timestamptz not null default now(),
  primary key (shop_id, photo_id),
  unique (shop_id, copied_from)
);
call tenant_table('shop_picture', 'none', 'pictures of the shop''s look; their files are in the media store');

-- What is being tried and nobody sees yet. revision counts every change, so that two editors do not overwrite each other; step is the
-- row of look_step that stands, 0 while the draft is what is published.
create table look_draft (
  shop_id uuid primary key references shop,
  revision int not null default 0,
  step int not null default 0,
  changed_by uuid,
  changed_at timestamptz not null default now()
);
call tenant_table('look_draft', 'none', 'the look that is being edited; who changed it is personal data, retention: account');

-- subject: what was being typed, while more of the same typing still belongs to this step.
create table look_step (
  shop_id uuid not null references look_draft,
  step int not null,
  look jsonb not null,
  subject text,
  saved_at timestamptz not null default now(),
  primary key (shop_id, step)
);
call tenant_table('look_step', 'none', 'the steps that undo walks back');

create table look_version (
  shop_id uuid not null references shop,
  version int not null,
  look jsonb not null,
  published_by uuid,
  published_at timestamptz not null default now(),
  primary key (shop_id, version)
);
call tenant_table('look_version', 'none', 'looks as they were published; who did it is personal data, retention: account');
