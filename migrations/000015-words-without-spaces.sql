-- Words of captions whichever way Unicode writes them, and any part of a text in a script without spaces. The functions
-- are bound to each other when they are made, or call none but those of pg_catalog: where an index is made or a table
-- analyzed, newer servers know no others by their names.

-- What stands between [ and ] of a regular expression: the letters, marks and digits of Han, Kana, Bopomofo, Yi, Thai,
-- Lao, Khmer, Burmese, Tai Le, New Tai Lue, Tai Tham, Tai Viet, Ahom, Javanese, Balinese, Tangut, Khitan and Nüshu.
create function unspaced_letters() returns text
  language sql immutable parallel safe
  return
    '\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf\u1000-\u1049\u1050-\u109d\u1780-\u17d3\u17d7'
    '\u17dc-\u17dd\u17e0-\u17e9\u1950-\u1974\u1980-\u19da\u1a20-\u1a99\u1aa7\u1b00-\u1b59\u2e80-\u2fd5'
    '\u3005-\u3007\u3021-\u302d\u3031-\u3035\u3038-\u303c\u3041-\u309a\u309d-\u309f\u30a1-\u30fa'
    '\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c'
    '\ua980-\ua9c0\ua9d0-\ua9d9\ua9e0-\ua9fe\uaa60-\uaa7f\uaa80-\uaadd\uf900-\ufaff\U00011700-\U0001173b'
    '\U00016fe0-\U00018dff\U0001aff0-\U0001b2ff\U00020000-\U0003fffd';

-- A caption has some hundreds of letters. Of one without end what fits into a tsvector, two letters by two.
create function caption_and_author(caption text, author text) returns text
  language sql immutable parallel safe
  return left(coalesce(caption, ''), 80000) || ' ' || left(coalesce(author, ''), 1000);

create function is_ascii(value text) returns boolean
  language sql immutable parallel safe
  return value is null or octet_length(value) = char_length(value);

-- A text as captions, and what is looked for in them, are compared, but for upper case: letters composed, full-width and
-- other forms made plain, ß as ss.
create function folded_caption(caption text) returns text
  language plpgsql immutable parallel safe as
$$
declare
  folded text;
begin
  -- What nobody sees: soft hyphens, joiners, marks of direction, variations of a sign.
  folded := regexp_replace(
    caption,
    '[\u00ad\u034f\u061c\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f'
    '\ufeff\U000e0000-\U000e0fff]+',
    '', 'g'
  );
  -- Signs beyond ASCII of which no word is made. As compatibility forms ™ would be two letters of the word before it.
  folded := regexp_replace(
    folded,
    '[\u0080-\u00a9\u00ab-\u00ac\u00ae-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02c2-\u02c5'
    '\u02d2-\u02df\u02e5-\u02eb\u02ed\u02ef-\u02ff\u0375\u037e\u0384-\u0385\u0387\u0e3f\u0e4f'
    '\u0e5a-\u0e5b\u104a-\u104f\u17d4-\u17d6\u17d8-\u17db\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf'
    '\u1fed-\u1fef\u1ffd-\u1ffe\u2000-\u2070\u2074-\u207e\u2080-\u208e\u20a0-\u20cf\u2100-\u2101'
    '\u2103-\u2106\u2108-\u2109\u2114\u2116-\u2118\u211e-\u2123\u2125\u2127\u2129\u212e\u213a-\u213b'
    '\u2140-\u2144\u214a-\u214d\u214f-\u215f\u2189-\u2bff\u2e00-\u2e2e\u2e30-\u2e7f\u3000-\u3004'
    '\u3008-\u3020\u3030\u3036-\u3037\u303d-\u303f\u309b-\u309c\u30a0\u30fb\u3250-\u327e\u32b1-\u32cf'
    '\u3358-\u337a\u3380-\u33ff\ufb29\ufdfc\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff0f\uff1a-\uff20'
    '\uff3b-\uff40\uff5b-\uff65\uffe0-\uffe6\uffe8-\ufffd\U0001f000-\U0001faff]+',
    ' ', 'g'
  );
  if folded is not nfkc normalized then
    folded := normalize(folded, nfkc);
  end if;
  if folded ~ '[ßẞςİ]' then
    folded := translate(replace(replace(folded, 'ß', 'ss'), 'ẞ', 'SS'), 'ςİ', 'σI');
  end if;
  return folded;
end
$$;

-- Of a folded text what is written with spaces.
create function spaced_part(folded text) returns text
  language sql immutable parallel safe
  return regexp_replace(folded, '[' || unspaced_letters() || ']+', ' ', 'g');

-- And the rest: runs of letters, with a space between two.
create function unspaced_runs(folded text) returns text
  language sql immutable parallel safe
  return btrim(regexp_replace(folded, '[^' || unspaced_letters() || ']+', ' ', 'g'));

-- A folded text as one in which words and runs are sought side by side: all with one space before and behind.
create function caption_passage(folded text) returns text
  language sql immutable parallel safe
  return ' ' || btrim(
    regexp_replace(
      regexp_replace(
        regexp_replace(lower(folded), '[\u0001-\u002f:-@\[-`{-\u007f]+', ' ', 'g'),
        '([' || unspaced_letters() || '])(?=[^ ' || unspaced_letters() || '])', '\1 ', 'g'
      ),
      '([^ ' || unspaced_letters() || '])(?=[' || unspaced_letters() || '])', '\1 ', 'g'
    )
  ) || ' ';

-- The words of a folded text, and of each run every letter and every two side by side. From these a part of any length
-- is found; that more than two stand in a row is seen in the caption alone.
create function words_and_runs(folded text, letters text) returns tsvector
  language plpgsql immutable parallel safe as
$$
declare
  runs text;
begin
  if folded !~ ('[' || letters || ']') then
    return to_tsvector('simple', folded);
  end if;
  runs := regexp_replace(folded, '[^' || letters || ']+', ' ', 'g');
  return to_tsvector('simple', regexp_replace(folded, '[' || letters || ']+', ' ', 'g')) || array_to_tsvector(
    string_to_array(replace(runs, ' ', ''), null)
    || array_remove(
      string_to_array(
        regexp_replace(runs, '([^ ]{2})', '\1 ', 'g') || ' '
        || regexp_replace(regexp_replace(runs, '(^| )[^ ]', ' ', 'g'), '([^ ]{2})', '\1 ', 'g'),
        ' '
      ),
      ''
    )
  );
end
$$;

-- What lies on both sides of something that nobody sees, in a word that is found as a whole too.
create function parted_words(caption text) returns tsvector
  language sql immutable parallel safe
  return case
    when caption ~ '[\u00ad\u200b-\u200d\u2060\ufeff]'
      then to_tsvector('simple', spaced_part(folded_caption(regexp_replace(caption, '[\u00ad\u200b-\u200d\u2060\ufeff]+', ' ', 'g'))))
    else ''::tsvector
  end;

-- What a row says in words that have spaces between them, which costs less than all that it says.
create function image_spaced_words(caption text, author text) returns tsvector
  language sql immutable parallel safe
  return case
    when is_ascii(caption) and is_ascii(author) then to_tsvector('simple', caption_and_author(caption, author))
    else to_tsvector('simple', spaced_part(folded_caption(caption_and_author(caption, author))))
      || parted_words(caption_and_author(caption, author))
  end;

-- What a row says, for runs of letters; empty where it has none.
create function image_text(caption text, author text) returns text
  language sql immutable parallel safe
  return case
    when is_ascii(caption) and is_ascii(author) then ''
    else folded_caption(caption_and_author(caption, author))
  end;

drop index images_words;

-- Neither stemmed nor without stop words: names are searched.
create or replace function image_words(caption text, author text) returns tsvector
  language sql immutable parallel safe
  return case
    when is_ascii(caption) and is_ascii(author) then to_tsvector('simple', caption_and_author(caption, author))
    else words_and_runs(folded_caption(caption_and_author(caption, author)), unspaced_letters())
      || parted_words(caption_and_author(caption, author))
  end;

create index images_words on images using gin (image_words(caption, author));
-- What is known of how common words are went with the index, and would be found anew only as rows change.
analyze images;
