/** A line of text of a kind that browsers know. */
export function LineInput({
  type,
  id,
  maxLength = 300,
  value,
  onSay,
}: {
  type: 'text' | 'email' | 'url' | 'date';
  id: string;
  maxLength?: number;
  value: string;
  onSay: (said: string) => void;
}) {
  const others = {
    id,
    maxLength,
    value,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onSay(currentTarget.value),
  };
  switch (type) {
    case 'text':
      return <input type="text" {...others} />;
    case 'email':
      return <input type="email" {...others} />;
    case 'url':
      return <input type="url" {...others} />;
    case 'date':
      return <input type="date" {...others} />;
  }
}
