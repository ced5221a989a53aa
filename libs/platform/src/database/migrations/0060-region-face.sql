-- How the region shows itself: each save is a row of its own, at most one of them is the draft.
create table region_face (
  version_id uuid primary key,
  face jsonb not null check (jsonb_typeof(face) = 'object'),
  made_at timestamptz not null default now(),
  made_by uuid references person on delete set null,
  published_at timestamptz
);
call global_table('region_face', 'name, colours and texts of the region are public; the region alone writes them');
create unique index region_face_draft on region_face ((true)) where published_at is null;
create index region_face_published on region_face (published_at desc) where published_at is not null;
