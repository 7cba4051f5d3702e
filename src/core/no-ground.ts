/** Why a row that only looks similar leads to no request. */
export const NO_GROUND =
  'This row only looks similar: nothing confirms that it shows your picture, so it is no ground for a request. Compare it ' +
  'with the live picture first; if that confirms it, ask again.';
