-- Files of manifests, for datasets whose rows have no id but their place in a file.
create table manifest_files (
  id bigint generated always as identity primary key,
  dataset_id bigint not null references datasets (id),
  -- Without folders.
  name text not null,
  unique (dataset_id, name)
);

-- No column of these is indexed where it is null; 0 of file_id means that the dataset's row ids are unique in it.
alter table images
  add column file_id bigint not null default 0,
  add column author text,
  -- The page on which the picture stood, as the manifest gives it.
  add column page_url text,
  -- The publisher's 64-bit perceptual hash (COYO-700M).
  add column phash bytea,
  -- Of the address without its scheme and fragment: core/web-address.ts.
  add column url_key bigint,
  -- The address's host, its labels from the right: 'org.example.media'. A domain is then a range.
  add column host text collate "C",
  drop constraint images_dataset_id_row_id_key;

update images set
  url_key = ('x' || substr(md5(regexp_replace(url, '^https?://|#.*$', '', 'g')), 1, 16))::bit(64)::bigint,
  host = (
    select string_agg(label, '.' order by place desc)
    from regexp_split_to_table(lower(substring(url from '^https?://(?:[^/?#@]*@)?([^/?#:]+)')), '\.')
      with ordinality as labels (label, place)
  );

alter table images
  alter column url_key set not null,
  alter column host set not null;

create unique index images_row on images (dataset_id, file_id, row_id);
create index images_url on images (url_key);
create index images_host on images (host, dataset_id, id);

-- What a row says in words. Neither stemmed nor without stop words: names are searched.
create function image_words(caption text, author text) returns tsvector
  language sql immutable parallel safe
  return to_tsvector('simple', coalesce(caption, '') || ' ' || coalesce(author, ''));

create index images_words on images using gin (image_words(caption, author));
