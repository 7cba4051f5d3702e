-- Rows that were taken out of a published segment, which still holds them until it is merged into another.
alter table segments add column deleted bigint not null default 0 check (deleted between 0 and rows);

create index indexed_images_segment_id on indexed_images (segment_id);
