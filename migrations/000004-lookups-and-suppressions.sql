-- By hash and then id: a placeholder picture has the rows of a hundred pages, which are read page by page.
drop index images_sha256, images_md5, images_file_sha256, images_file_md5;
create index images_sha256 on images (sha256, id) where sha256 is not null;
create index images_md5 on images (md5, id) where md5 is not null;
create index images_file_sha256 on images (file_sha256, id) where file_sha256 is not null;
create index images_file_md5 on images (file_md5, id) where file_md5 is not null;

-- Rules by which rows are hidden from every answer. None is ever deleted: who asked, when, for what and why stays.
create table suppressions (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('url', 'domain', 'sha256', 'md5', 'picture')),
  -- The address, domain or hash that was named; of a picture its sha256.
  subject text not null,
  -- As in images; each is null where the rule does not go by it.
  url_key bigint,
  host text collate "C",
  -- Whether a host's subdomains are meant too.
  subdomains boolean not null default false,
  sha256 bytea,
  md5 bytea,
  -- Of a picture in its eight orientations; null too where it is too plain to be known by them.
  pdqs bit(256)[],
  reason text not null,
  asked_by text not null,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_by text,
  lift_reason text
);

-- The rows that rules hide. A row is hidden as long as one line names it.
create table suppressed_images (
  image_id bigint not null references images (id) on delete cascade,
  suppression_id bigint not null references suppressions (id),
  primary key (image_id, suppression_id)
);

create index suppressed_images_suppression on suppressed_images (suppression_id);

-- Hides rows as they are written, whoever writes them. It only ever adds: a row that was hidden once stays so until
-- the rule is lifted, whatever a later manifest says of it.
create function suppress_written_images() returns trigger
  language plpgsql as
$$
begin
  if not exists (select from suppressions where lifted_at is null) then
    return null;
  end if;
  insert into suppressed_images (image_id, suppression_id)
  select w.id, s.id
  from suppressions s
  join written w on w.url_key = s.url_key
  where s.lifted_at is null
  union all
  select w.id, s.id
  from suppressions s
  join written w on w.host = s.host or (s.subdomains and starts_with(w.host, s.host || '.'))
  where s.lifted_at is null and s.host is not null
  union all
  select w.id, s.id
  from suppressions s
  join written w on s.sha256 in (w.sha256, w.file_sha256)
  where s.lifted_at is null
  union all
  select w.id, s.id
  from suppressions s
  join written w on s.md5 in (w.md5, w.file_md5)
  where s.lifted_at is null
  union all
  select w.id, s.id
  from suppressions s
  join written w on w.pdq_quality > 0 and near_any_hash(w.pdq, s.pdqs)
  where s.lifted_at is null and s.pdqs is not null
  on conflict do nothing;
  return null;
end
$$;

-- Within 31 of 256 bits: core/calibration.ts.
create function near_any_hash(hash bit, hashes bit[]) returns boolean
  language sql immutable parallel safe
  return exists (select from unnest(hashes) as h (h) where bit_count(hash # h) <= 31);

create trigger images_suppress_inserted after insert on images
  referencing new table as written for each statement execute function suppress_written_images();

create trigger images_suppress_updated after update on images
  referencing new table as written for each statement execute function suppress_written_images();
