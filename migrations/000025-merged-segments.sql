-- Where the rows of a merged segment are found. They keep naming the segment in which they were published, so that
-- millions of them move by one line each for a segment; it is never more than one step.
alter table segments
  add column merged_into text references segments (id),
  -- A merged segment's folder goes once nobody reads it, and its record stays.
  add column folder_removed_at timestamptz;

create index segments_merged_into on segments (merged_into);
