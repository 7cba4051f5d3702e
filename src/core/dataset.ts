/** A published training set, in one release. */
export interface DatasetRelease {
  dataset: string;
  release: string;
}

/** One line of a manifest, checked: what a publisher says of one picture. */
export interface ManifestRow {
  /** The publisher's own id of the row (LAION's SAMPLE_ID, img2dataset's key), or the row's place in its file. */
  rowId: string;
  /** 0-based place in the file, a header not counted. */
  line: number;
  /** Name of the file, where the row id is no more than its place in it; null where ids are the publisher's. */
  file: string | null;
  /** http or https, with a host. */
  url: string;
  caption: string | null;
  /** Pixels; null where the manifest does not know (it says 0, nothing, or nonsense). */
  width: number | null;
  height: number | null;
  /** Lower-case hex, of the picture's bytes as the publisher downloaded them. */
  sha256: string | null;
  md5: string | null;
  /** Caption–picture similarity by the publisher, in [-1, 1]. */
  similarity: number | null;
  /** The publisher's own flag that the picture is not safe to show; null where it says nothing. */
  unsafe: boolean | null;
  /** Who posted the picture, where the manifest says so. */
  author: string | null;
  /** The page on which it stood, as the manifest gives it: an address, or a path on the dataset's one site. */
  pageUrl: string | null;
  /** The publisher's 64-bit perceptual hash, 16 lower-case hex digits. */
  phash: string | null;
  /** File of the picture beside the manifest, where the format carries pictures (img2dataset). */
  pictureFile: string | null;
}

/** A row of which no more is known than these three. */
export function bareRow(rowId: string, line: number, url: string): ManifestRow {
  return {
    rowId,
    line,
    file: null,
    url,
    caption: null,
    width: null,
    height: null,
    sha256: null,
    md5: null,
    similarity: null,
    unsafe: null,
    author: null,
    pageUrl: null,
    phash: null,
    pictureFile: null,
  };
}

/** A row as the database knows it, with the fingerprints that were found for it. */
export interface IndexedRow extends DatasetRelease {
  /** `images.id`. */
  id: number;
  rowId: string;
  /** Name of the manifest's file, where the row id is no more than a place in it. */
  file: string | null;
  url: string;
  caption: string | null;
  width: number | null;
  height: number | null;
  sha256: string | null;
  md5: string | null;
  pdq: string | null;
  pdqQuality: number | null;
  unsafe: boolean | null;
  author: string | null;
  pageUrl: string | null;
}
