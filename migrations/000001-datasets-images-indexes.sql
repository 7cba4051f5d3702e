-- Published training sets, one line a release.
create table datasets (
  id bigint generated always as identity primary key,
  dataset text not null,
  release text not null,
  -- Rows the publisher released; null where nobody says.
  rows_published bigint,
  created_at timestamptz not null default now(),
  unique (dataset, release)
);

-- Rows of manifests, with what was computed from their pictures. The id is the label in the vector indexes.
create table images (
  id bigint generated always as identity primary key,
  dataset_id bigint not null references datasets (id),
  row_id text not null,
  url text not null,
  caption text,
  width integer,
  height integer,
  -- The publisher's caption-picture similarity.
  similarity real,
  unsafe boolean,
  -- Of the bytes the publisher downloaded, as the manifest states them.
  sha256 bytea,
  md5 bytea,
  -- Of the file that was fingerprinted here.
  file_sha256 bytea,
  file_md5 bytea,
  pdq bit(256),
  pdq_quality smallint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (dataset_id, row_id)
);

create index images_sha256 on images (sha256) where sha256 is not null;
create index images_md5 on images (md5) where md5 is not null;
create index images_file_sha256 on images (file_sha256) where file_sha256 is not null;
create index images_file_md5 on images (file_md5) where file_md5 is not null;

-- One of the 16 bands of 16 bits of a hash; null for a flat picture: it has nothing to be recognised by, and there
-- are so many of them that every lookup near their common hash would read them all.
create function pdq_band(pdq bit, quality smallint, band integer) returns integer
  language sql immutable parallel safe
  return case
    when quality > 0 and bit_count(pdq) between 1 and 255 then substring(pdq from band * 16 + 1 for 16)::integer
  end;

do $$
begin
  for band in 0 .. 15 loop
    execute format('create index images_pdq_band_%1$s on images (pdq_band(pdq, pdq_quality, %1$s))', band);
  end loop;
end $$;

-- One list of segments for each dataset and model.
create table indexes (
  id bigint generated always as identity primary key,
  dataset_id bigint not null references datasets (id),
  model text not null,
  model_revision text not null,
  dimensions integer not null check (dimensions > 0),
  -- When its latest segment was published; null before the first.
  published_at timestamptz,
  unique (dataset_id, model, model_revision)
);

create table segments (
  -- Name of the segment's folder.
  id text primary key,
  -- Order of publication.
  number bigint generated always as identity unique,
  index_id bigint not null references indexes (id),
  rows bigint not null check (rows > 0),
  checksum text not null,
  published_at timestamptz not null default now(),
  -- Set when other segments have taken its place.
  retired_at timestamptz
);

create index segments_index_id on segments (index_id);

create table indexed_images (
  index_id bigint not null references indexes (id),
  image_id bigint not null references images (id),
  segment_id text not null references segments (id),
  primary key (index_id, image_id)
);
