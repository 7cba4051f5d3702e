-- How much of a dataset is known here by its lists, counted as rows are written: to count hundreds of millions of
-- them for every answer would take minutes.
alter table datasets
  add column rows_listed bigint not null default 0,
  -- Of those, the ones of which a sha256 or md5 of the file is known.
  add column rows_hashed bigint not null default 0;

update datasets d set rows_listed = counted.listed, rows_hashed = counted.hashed
from (
  select dataset_id, count(*) as listed,
    count(*) filter (where num_nonnulls(sha256, md5, file_sha256, file_md5) > 0) as hashed
  from images
  group by dataset_id
) counted
where counted.dataset_id = d.id;

create function count_added_images() returns trigger
  language plpgsql as
$$
begin
  update datasets d set rows_listed = rows_listed + w.listed, rows_hashed = rows_hashed + w.hashed
  from (
    select dataset_id, count(*) as listed,
      count(*) filter (where num_nonnulls(sha256, md5, file_sha256, file_md5) > 0) as hashed
    from added
    group by dataset_id
  ) w
  where w.dataset_id = d.id;
  return null;
end
$$;

create function count_changed_images() returns trigger
  language plpgsql as
$$
begin
  update datasets d set rows_hashed = rows_hashed + w.hashed
  from (
    select dataset_id, sum(hashed) as hashed
    from (
      select dataset_id, count(*) as hashed from after
      where num_nonnulls(sha256, md5, file_sha256, file_md5) > 0
      group by dataset_id
      union all
      select dataset_id, -count(*) from before
      where num_nonnulls(sha256, md5, file_sha256, file_md5) > 0
      group by dataset_id
    ) changes
    group by dataset_id
  ) w
  where w.dataset_id = d.id and w.hashed <> 0;
  return null;
end
$$;

create function count_removed_images() returns trigger
  language plpgsql as
$$
begin
  update datasets d set rows_listed = rows_listed - w.listed, rows_hashed = rows_hashed - w.hashed
  from (
    select dataset_id, count(*) as listed,
      count(*) filter (where num_nonnulls(sha256, md5, file_sha256, file_md5) > 0) as hashed
    from removed
    group by dataset_id
  ) w
  where w.dataset_id = d.id;
  return null;
end
$$;

create trigger images_count_added after insert on images
  referencing new table as added for each statement execute function count_added_images();

create trigger images_count_changed after update on images
  referencing old table as before new table as after for each statement execute function count_changed_images();

create trigger images_count_removed after delete on images
  referencing old table as removed for each statement execute function count_removed_images();
