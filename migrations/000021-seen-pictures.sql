-- What was seen once at a row's address, of rows that were taken in without a picture: by a check that compared one, or
-- by `enrich`. Its hashes stand in images as those of an indexed picture do; here is what a segment would hold. A
-- segment is never changed, and one more for each row that a check looks at would be a folder for each.
create table seen_pictures (
  image_id bigint primary key references images (id) on delete cascade,
  -- Of the address that was asked, as images.url_key: a row that has another one now was not seen.
  url_key bigint not null,
  sha256 bytea not null,
  -- To be found by; null for a picture that is too plain for it.
  pdq bit(256),
  keypoints bytea not null,
  -- Since when this very file stands there, and when it was seen last.
  first_seen_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  -- By which transaction the hash came: whoever holds the hashes in memory reads those that are new to it.
  changed_in xid8 not null default pg_current_xact_id()
);

-- Bits, which nothing makes smaller.
alter table seen_pictures alter column keypoints set storage external;
create index seen_pictures_changed_in on seen_pictures (changed_in);
create index seen_pictures_sha256 on seen_pictures (sha256);
create index seen_pictures_pdq on seen_pictures (pdq) where pdq is not null;

-- Pictures that hosts serve in the place of many others ("image removed"), and of which nothing is kept for a row.
create table placeholders (
  sha256 bytea primary key,
  -- Null where it is too plain to be known by it.
  pdq bit(256),
  found_at timestamptz not null default now()
);

create index placeholders_pdq on placeholders (pdq) where pdq is not null;

-- Rows that a job is at, each job's for so long: whoever is killed holds nothing for ever. A row may go meanwhile.
create table row_claims (
  image_id bigint primary key,
  job uuid not null,
  claimed_until timestamptz not null
);

create index row_claims_job on row_claims (job);

-- Of the listed rows, those whose picture was looked at here.
alter table datasets add column rows_fingerprinted bigint not null default 0;

update datasets d set rows_fingerprinted = counted.rows
from (select dataset_id, count(*) as rows from images where file_sha256 is not null group by dataset_id) counted
where counted.dataset_id = d.id;

create or replace function count_added_images() returns trigger
  language plpgsql as
$$
begin
  update datasets d set rows_listed = rows_listed + w.listed, rows_hashed = rows_hashed + w.hashed,
    rows_fingerprinted = rows_fingerprinted + w.fingerprinted
  from (
    select dataset_id, count(*) as listed,
      count(*) filter (where num_nonnulls(sha256, md5, file_sha256, file_md5) > 0) as hashed,
      count(file_sha256) as fingerprinted
    from added
    group by dataset_id
  ) w
  where w.dataset_id = d.id;
  return null;
end
$$;

create or replace function count_changed_images() returns trigger
  language plpgsql as
$$
begin
  update datasets d set rows_hashed = rows_hashed + w.hashed,
    rows_fingerprinted = rows_fingerprinted + w.fingerprinted
  from (
    select dataset_id, sum(hashed) as hashed, sum(fingerprinted) as fingerprinted
    from (
      select dataset_id, count(*) as hashed, count(file_sha256) as fingerprinted from after
      where num_nonnulls(sha256, md5, file_sha256, file_md5) > 0
      group by dataset_id
      union all
      select dataset_id, -count(*), -count(file_sha256) from before
      where num_nonnulls(sha256, md5, file_sha256, file_md5) > 0
      group by dataset_id
    ) changes
    group by dataset_id
  ) w
  where w.dataset_id = d.id and (w.hashed <> 0 or w.fingerprinted <> 0);
  return null;
end
$$;

create or replace function count_removed_images() returns trigger
  language plpgsql as
$$
begin
  update datasets d set rows_listed = rows_listed - w.listed, rows_hashed = rows_hashed - w.hashed,
    rows_fingerprinted = rows_fingerprinted - w.fingerprinted
  from (
    select dataset_id, count(*) as listed,
      count(*) filter (where num_nonnulls(sha256, md5, file_sha256, file_md5) > 0) as hashed,
      count(file_sha256) as fingerprinted
    from removed
    group by dataset_id
  ) w
  where w.dataset_id = d.id;
  return null;
end
$$;
