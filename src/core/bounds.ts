// How far whatever came from outside is unpacked and parsed: uploads, what addresses answer, files to be verified or
// taken in. Beyond a bound nothing is guessed: the reader says which number was too large. The largest picture and its
// pixels are settings (`UPLOAD_MAX_BYTES`, `PICTURE_MAX_PIXELS`), and so are the times of a download.

const KIB = 1024;
const MIB = 1024 * KIB;

/** Longest that a parsing thread may take for one piece of work: the slowest that the bounds below let in takes a third. */
export const PARSE_SECONDS = 5;
/** Heap of a parsing thread: the largest tree that the bounds below let in needs a third of it. */
export const PARSE_HEAP_MB = 128;
/** Parsing threads: one may be busy with a bomb until its time is up, and the other goes on. */
export const PARSE_THREADS = 2;

/** Of a robots.txt, ai.txt, tdmrep.json or page: RFC 9309, 2.5 asks for so much at least. Packed and unpacked. */
export const ORIGIN_FILE_BYTES = 500 * KIB;
/** Characters of a robots.txt or tdmrep.json that are parsed where they arrive: some 2 ms. Longer ones go to a thread. */
export const PARSED_IN_PLACE = 16 * KIB;
/** Open elements of a page at one place: the parser looks through all of them at each tag. */
export const PAGE_DEPTH = 2_000;

/** Of one element of a page: its 500 KiB hold 75,000, and nobody writes so many. */
export const PAGE_ATTRIBUTES = 10_000;
/** Letters of what one meta tag tells robots: some 2,000 words, of which two are looked for. */
export const META_LETTERS = 16_384;
/** Of a line of a robots.txt or ai.txt: Google's parser reads no more of one (kMaxLineLen of github.com/google/robotstxt). */
export const ROBOTS_LINE_LENGTH = 2_083 * 8;
/** Of a robots.txt or ai.txt: a rule has ten letters at least, so that 500 KiB of rules have half as many. */
export const ROBOTS_LINES = 100_000;
/** Robots that one names; 500 KiB hold 20,000 names. */
export const ROBOTS_NAMES = 10_000;
/** `*` in the patterns of a robots.txt or tdmrep.json: three in each of 10,000 rules are less. */
export const PATTERN_STARS = 40_000;
/** Escapes there of letters that need none, which nobody should write (RFC 3986, 2.3). */
export const PATTERN_NEEDLESS_ESCAPES = 10_000;
/** Lists and objects in one another in a tdmrep.json, which has three. */
export const TDMREP_DEPTH = 64;

/** Of the words of a search: models read 77 tokens of them. The longest take a thread 15 ms to take apart. */
export const SEARCH_TEXT_LENGTH = 2_000;
/** Longest that one text may keep the thread that reads words, its turn included: of the largest model it takes 0.1 s. */
export const SEARCH_TEXT_SECONDS = 20;
/** Heap of that thread: a tokenizer of 49,408 tokens takes a quarter of it. Its network lies outside. */
export const SEARCH_TEXT_HEAP_MB = 512;

/** Of a vector that a client sends; the largest model that is known here has 768. */
export const QUERY_VECTOR_DIMENSIONS = 4_096;

/** Rows that a client of clip-retrieval may ask for: its own page downloads so many at once. */
export const KNN_MOST_ROWS = 10_000;
/** Of what such a client posts: a picture of 24 MiB in base64. Larger ones come as a form, which needs no such text. */
export const KNN_BODY_BYTES = 32 * MIB;
/** Of the ids that it asks the metadata of, written out. */
export const KNN_IDS_BYTES = 256 * KIB;

/** Chunks or segments of a picture file; a PNG of 25 MiB written in pieces of 8 KiB has 3,200. */
export const PICTURE_PIECES = 100_000;
/** Packets of XMP in one picture: the standard knows one, and careless programs leave a few. */
export const XMP_PACKETS = 8;
/** Of all packets of a picture together, unpacked: Photoshop's longest histories have some MB. */
export const XMP_BYTES = 4 * MIB;
/** Of one packet, and the tree of so many takes half a second to build. */
export const XMP_ELEMENTS = 50_000;
/** Of one element: setting one looks through all others. Camera Raw writes some 200. */
export const XMP_ATTRIBUTES = 1_000;
export const XMP_DEPTH = 256;

/**
 * What a picture packs tighter than this, a text or a profile, was made to exhaust whoever opens it; deflate reaches
 * 1,032. Measured of honest texts of 5 to 20 MB: ancestors 3, or one over and over 343, a history 8, a graph of nodes 29.
 */
export const TIGHT_RATIO = 400;
/**
 * Of all that a picture packs so: the spaces around a packet are some KB, and a table of 90 × 90 × 90 numbers in a colour
 * profile, mostly one over and over as those of a printer's gamut, has 1.5 MB.
 */
export const TIGHT_BYTES = 2 * MIB;
/** Of all that it packs, however loosely; histories have been seen of some tens of MB. */
export const PACKED_BYTES = 256 * MIB;
/**
 * Bytes of a picture's unpacked pixels up to which it is looked whether more are packed than its header says: that takes
 * 1 ms. Of a larger picture it is looked only where they are too many even for pixels that cannot be packed.
 */
export const PACKED_PIXELS_COUNTED = 256 * KIB;
/** Elements of all XMP of a picture that is looked at, whose XMP nobody reads: a history of 50 MB has as many. */
export const PICTURE_XMP_ELEMENTS = 1_000_000;
/** Bytes that metadata says it has, and has not: a piece may be lost, but nobody loses so many. */
export const CLAIMED_BYTES = { profile: MIB, extension: 64 * MIB };
/** Pixels in one byte of a PNG (8,256 of two colours, which deflate packs 1,032 to 1), a GIF or a JPEG: none has so many. */
export const PIXELS_PER_BYTE = 10_000;
/** Pixels that a file may claim without having them: it was cut short, and who reads it says so. */
export const CLAIMED_PIXELS = 100_000_000;

/** Of the fingerprints of a picture, as JSON: those of twelve views by six models of 768 numbers have so much. */
export const FINGERPRINTS_BYTES = 512 * KIB;
/** Of a query's keypoints: those of its content, of all of it and of six parts are 1,760. */
export const SENT_KEYPOINTS = 2_000;
/** Places of a grid: 7 × 7 of a square. */
export const SENT_GRID_PLACES = 64;
/** Parts of a picture that lie by themselves: its content, three others, and what is inside of each. */
export const SENT_PARTS = 8;
/** Of what came of comparing rows, as JSON: 64 of them, some 1.5 KB each. */
export const COMPARISONS_BYTES = 256 * KIB;
/** Corners of an area that two pictures share. */
export const SENT_CORNERS = 512;

/** Pictures of one batch. */
export const BATCH_ITEMS = 1_000;
/** Of what a picture of a batch is called. */
export const BATCH_NAME_LENGTH = 255;
/** Rows that are kept of one picture of a batch; a meme is listed ten thousand times. */
export const BATCH_ROWS = 25;
/** Keypoints of rows that wait for a look by whoever has the picture, as base64, of all batches that are kept. */
export const BATCHES_TO_COMPARE_BYTES = 64 * MIB;
/** Batches and pictures that are kept, of all clients: a picture that was not found has 0.5 KB, and one found has some 10 at most. */
export const BATCHES_KEPT = { batches: 500, items: 50_000, rows: 50_000 };
/** Longest that a batch is worked on: a thousand pictures of eight seconds each. What is left then is told to be. */
export const BATCH_WORK_SECONDS = 8_000;
/** Batches of one client that are not done yet: whoever has more waits for one to end. */
export const BATCHES_OF_CLIENT = 4;
/** Longest that the fingerprints of a batch may take a thread to read: 64 MiB take it three. */
export const BATCH_PARSE_SECONDS = 20;
/** Heap of that thread: base64 is a byte a letter, once as JSON and once taken apart. */
export const BATCH_PARSE_HEAP_MB = 512;
/** Files of a ZIP, pictures or not: a folder of 1,000 pictures with a few others beside each. */
export const ZIP_FILES = 10_000;

/** Of an evidence pack that is verified: it is held in memory, and twice more as it is put together anew. */
export const PACK_BYTES = 256 * MIB;
/** Files of one: two for each row, and a check finds 1,000 copies in one index at most. */
export const PACK_FILES = 20_000;
/** Of its manifest, and of one of its events. */
export const PACK_JSON_BYTES = 16 * MIB;

/** Arrays in an .npz: one a model and kind. */
export const NPZ_ARRAYS = 1_000;
/** Of a long name or a pax header in a tar. */
export const TAR_EXTENSION_BYTES = MIB;

/** Of one question at the side door of a server, or its answer: the row ids of a removal, of which a million have 20 MiB. */
export const SIDE_DOOR_BYTES = 256 * MIB;
