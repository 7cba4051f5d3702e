-- The check that found the row, where whoever added it said so: its evidence can be had for as long as it is remembered.
alter table case_matches add column check_id text;
