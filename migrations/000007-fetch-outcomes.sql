-- Rows whose picture could not be fetched: what became of their links. A row whose picture was had has no line here.
create table fetch_outcomes (
  image_id bigint primary key references images (id),
  -- Of the address that was asked for, as images.url_key: a row that has another one now has not failed.
  url_key bigint not null,
  -- A short stable word, such as http-404, dns, timeout, robots.
  reason text not null,
  -- dead: nothing is there any more; withheld: its host does not want it taken; unusable: no picture that can be taken.
  kind text not null check (kind in ('dead', 'withheld', 'unusable', 'transient')),
  http_status smallint,
  -- At which it ended, redirects followed.
  host text,
  -- The wish that the picture be left alone, and where it stood.
  opt_out_signal text,
  opt_out_where text,
  -- Requests for the picture since first_failed_at.
  attempts integer not null,
  -- Since when every attempt has failed in this way (kind).
  first_failed_at timestamptz not null default now(),
  last_tried_at timestamptz not null default now()
);
