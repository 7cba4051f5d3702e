-- Near PDQ hashes are looked up in the segments of an index; these slowed every row that was saved.
drop index
  images_pdq_band_0,
  images_pdq_band_1,
  images_pdq_band_2,
  images_pdq_band_3,
  images_pdq_band_4,
  images_pdq_band_5,
  images_pdq_band_6,
  images_pdq_band_7,
  images_pdq_band_8,
  images_pdq_band_9,
  images_pdq_band_10,
  images_pdq_band_11,
  images_pdq_band_12,
  images_pdq_band_13,
  images_pdq_band_14,
  images_pdq_band_15;

drop function pdq_band(bit, smallint, integer);
