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
  /** File of the picture beside the manifest, where the format carries pictures (img2dataset). */
  pictureFile: string | null;
}

/** A row as the database knows it, with the fingerprints that were found for it. */
export interface IndexedRow extends DatasetRelease {
  /** `images.id`. */
  id: number;
  rowId: string;
  url: string;
  caption: string | null;
  width: number | null;
  height: number | null;
  sha256: string | null;
  md5: string | null;
  pdq: string | null;
  pdqQuality: number | null;
  unsafe: boolean | null;
}
