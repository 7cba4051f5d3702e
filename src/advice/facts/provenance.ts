import Type from 'typebox';

/** A text that says something. */
export const Text = Type.String({ pattern: '^\\S(.*\\S)?$' });

/** An address of a page, with a host. */
export const PageAddress = Type.String({ pattern: '^https?://[a-z0-9-]+(\\.[a-z0-9-]+)+(/\\S*)?$' });

/** Lower-case words joined by hyphens. */
export const KebabName = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' });

/** What every fact carries: where it was read, when, and how far that can be trusted. */
export const provenance = {
  source: Text,
  /** A real day, YYYY-MM-DD. */
  checkedOn: Type.String({ format: 'date' }),
  status: Type.Enum(['primary', 'third-party', 'unverified']),
};
