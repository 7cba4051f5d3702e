-- How many rows each dataset shows of a host, counted as rows are written and hidden: the large sites have tens of
-- millions.
create table host_rows (
  -- As images.host.
  host text collate "C" not null,
  dataset_id bigint not null references datasets (id),
  -- Those that no suppression hides.
  rows bigint not null,
  primary key (host, dataset_id)
  -- A large host's number is written anew with every batch; beside it there is room for that.
) with (fillfactor = 80);

-- Writers of rows take the hosts in one order, so that none waits for another for ever.
create function count_rows_of_hosts() returns trigger
  language plpgsql as
$$
begin
  if tg_op = 'INSERT' then
    insert into host_rows as h (host, dataset_id, rows)
    select host, dataset_id, count(*) from added group by host, dataset_id order by host, dataset_id
    on conflict (host, dataset_id) do update set rows = h.rows + excluded.rows;
  elsif tg_op = 'DELETE' then
    insert into host_rows as h (host, dataset_id, rows)
    select host, dataset_id, -count(*) from removed group by host, dataset_id order by host, dataset_id
    on conflict (host, dataset_id) do update set rows = h.rows + excluded.rows;
  else
    insert into host_rows as h (host, dataset_id, rows)
    select place.host, place.dataset_id, sum(place.rows)
    from before b
    join after a using (id)
    cross join lateral (values (b.host, b.dataset_id, -1), (a.host, a.dataset_id, 1)) as place (host, dataset_id, rows)
    where a.host <> b.host and not exists (select from suppressed_images x where x.image_id = id)
    group by place.host, place.dataset_id
    order by place.host, place.dataset_id
    on conflict (host, dataset_id) do update set rows = h.rows + excluded.rows;
  end if;
  return null;
end
$$;

create function count_hidden_rows_of_hosts() returns trigger
  language plpgsql as
$$
begin
  if tg_op = 'INSERT' then
    -- Of a row that other rules hid before, there are more lines than were added.
    insert into host_rows as h (host, dataset_id, rows)
    select i.host, i.dataset_id, -count(*)
    from (select image_id, count(*) as lines from added group by image_id) hidden
    join images i on i.id = hidden.image_id
    where hidden.lines = (select count(*) from suppressed_images x where x.image_id = hidden.image_id)
    group by i.host, i.dataset_id
    order by i.host, i.dataset_id
    on conflict (host, dataset_id) do update set rows = h.rows + excluded.rows;
  else
    insert into host_rows as h (host, dataset_id, rows)
    select i.host, i.dataset_id, count(*)
    from (select distinct image_id from removed) shown
    join images i on i.id = shown.image_id
    where not exists (select from suppressed_images x where x.image_id = shown.image_id)
    group by i.host, i.dataset_id
    order by i.host, i.dataset_id
    on conflict (host, dataset_id) do update set rows = h.rows + excluded.rows;
  end if;
  return null;
end
$$;

-- Triggers of a table go by the alphabet: these run before those that hide rows as they are written (images_suppress_…),
-- so that a row is counted before it is hidden.
create trigger images_host_rows_added after insert on images
  referencing new table as added for each statement execute function count_rows_of_hosts();

create trigger images_host_rows_changed after update on images
  referencing old table as before new table as after for each statement execute function count_rows_of_hosts();

create trigger images_host_rows_removed after delete on images
  referencing old table as removed for each statement execute function count_rows_of_hosts();

create trigger suppressed_images_host_rows_added after insert on suppressed_images
  referencing new table as added for each statement execute function count_hidden_rows_of_hosts();

create trigger suppressed_images_host_rows_removed after delete on suppressed_images
  referencing old table as removed for each statement execute function count_hidden_rows_of_hosts();

-- What hides a row is removed before the row, and the row counted as shown between the two: after it, its host would
-- not be known any more.
alter table suppressed_images
  drop constraint suppressed_images_image_id_fkey,
  add constraint suppressed_images_image_id_fkey foreign key (image_id) references images (id);

-- The triggers hold off writers until this is done.
insert into host_rows (host, dataset_id, rows)
select host, dataset_id, count(*)
from images i
where not exists (select from suppressed_images x where x.image_id = i.id)
group by host, dataset_id;
