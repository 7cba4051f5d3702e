/** An answer to choose, and its words. */
export type Choice = readonly [value: string, words: string];

export const YES_NO: readonly Choice[] = [
  ['yes', 'Yes'],
  ['no', 'No'],
];

/**
 * A question with its answers to choose from. Nobody has to know everything: the first answer is always that.
 * @property chosen the value that is chosen @property onChoose told of another one
 */
export function ChoiceField({
  name,
  ask,
  choices,
  chosen,
  onChoose,
}: {
  name: string;
  ask: string;
  choices: readonly Choice[];
  chosen: string;
  onChoose: (value: string) => void;
}) {
  return (
    <label>
      {ask}
      <select name={name} value={chosen} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        <option value="">I do not know</option>
        {choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
