-- Keys by which programs own cases. The keys themselves are not kept.
create table api_keys (
  id bigint generated always as identity primary key,
  name text not null,
  sha256 bytea not null unique,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- What an artist follows up, and all that belongs to it: one delete takes it all.
create table cases (
  id uuid primary key,
  -- Of the token that opens it, and of the one that reads its calendar.
  token_sha256 bytea not null unique,
  calendar_sha256 bytea not null unique,
  -- The key that owns it too; null where there is none.
  key_id bigint references api_keys (id),
  title text not null,
  note text not null,
  created_at timestamptz not null default now()
);

create index cases_key on cases (key_id) where key_id is not null;

-- Rows, as they were when they were added: no reference to images, which an operator may remove.
create table case_matches (
  case_id uuid not null references cases (id) on delete cascade,
  n integer not null,
  dataset text not null,
  release text not null,
  row_id text not null,
  file text,
  url text not null,
  grade text,
  pdq_distance integer,
  similarity double precision,
  found_on text,
  -- Of the picture that the row recorded.
  sha256 text,
  md5 text,
  pdq text,
  pdq_quality integer,
  primary key (case_id, n)
);

create table case_requests (
  case_id uuid not null references cases (id) on delete cascade,
  n integer not null,
  kind text not null,
  language text not null,
  matches integer[] not null,
  recipient jsonb,
  -- What the artist said.
  fields jsonb not null,
  state text not null check (state in ('drafted', 'sent', 'acknowledged', 'refused', 'removed', 'no-answer')),
  -- State to day, such as {"sent": "2026-11-24"}.
  dates jsonb not null,
  extended_on text,
  note text not null,
  updated_at timestamptz not null default now(),
  primary key (case_id, n)
);

-- What happened, in its order.
create table case_events (
  case_id uuid not null references cases (id) on delete cascade,
  n integer not null,
  at timestamptz not null default now(),
  kind text not null,
  detail jsonb not null,
  primary key (case_id, n)
);

create function refuse_change_of_event() returns trigger
  language plpgsql as
$$
begin
  raise exception 'An event of a case is never changed.';
end
$$;

create trigger case_events_stay before update on case_events
  for each row execute function refuse_change_of_event();
