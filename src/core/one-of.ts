/** The one name of `names` that `given` has a value for; where it is none or several, the names that it has. */
export function onlyOneOf<Name extends string>(
  names: readonly Name[],
  given: Partial<Record<Name, unknown>>,
): Name | Name[] {
  const found = names.filter((name) => given[name] !== undefined);
  return found.length === 1 ? found[0] : found;
}
