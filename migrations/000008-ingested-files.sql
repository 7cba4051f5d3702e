-- What became of a row's link goes with the row: a row with such a line could not be removed.
alter table fetch_outcomes
  drop constraint fetch_outcomes_image_id_fkey,
  add constraint fetch_outcomes_image_id_fkey foreign key (image_id) references images (id) on delete cascade;

-- Files of manifests of which an ingest took every row: run again, it passes over them without reading their rows.
create table ingested_files (
  dataset_id bigint not null references datasets (id),
  -- Of the index that the rows were taken into; 0 where rows alone were taken.
  index_id bigint not null,
  -- Without folders.
  name text not null,
  -- Of the file's content and of how it was read.
  sha256 bytea not null,
  rows bigint not null,
  -- Of these, the ones that were refused, by reason.
  refused jsonb not null,
  -- When the link that failed longest ago was asked, of rows whose picture was not had for that; null where none is.
  dead_tried_at timestamptz,
  ingested_at timestamptz not null default now(),
  primary key (dataset_id, index_id, name)
);

-- How often rows were taken out of the dataset or of an index of it.
alter table datasets add column removals bigint not null default 0;
