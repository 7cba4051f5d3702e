/**
 * The hosts of a host, and of all below it if `subdomains`, as ranges from `from` to before `to` in the order of bytes:
 * the host, and what goes on with a dot. Between the two lie the hosts that go on with a hyphen.
 * @param host its labels from the right, as `reversedLabels` gives them
 */
export function hostRanges(host: string, subdomains: boolean): { from: string; to: string }[] {
  return [
    { from: host, to: `${host}\u0001` },
    // '/' comes after '.'.
    ...(subdomains ? [{ from: `${host}.`, to: `${host}/` }] : []),
  ];
}
