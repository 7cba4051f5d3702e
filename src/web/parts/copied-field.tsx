import { useRef, useState } from 'preact/hooks';
import { Spoken } from './spoken.tsx';

const SAID_FOR_MS = 2000;

/** A value to copy, under its name; where the browser forbids that, it is selected instead. */
export function CopiedField({ name, value }: { name: string; value: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [done, setDone] = useState<'Copied' | 'Selected' | null>(null);
  async function copy(): Promise<void> {
    setDone((await written(value)) ? 'Copied' : 'Selected');
    setTimeout(() => setDone(null), SAID_FOR_MS);
  }
  async function written(text: string): Promise<boolean> {
    try {
      // Throws on plain http too, where there is no clipboard at all.
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      input.current?.select();
      return false;
    }
  }
  return (
    <div class="field">
      <label>
        <span class="field-name">{name}</span>
        <input ref={input} readOnly value={value} />
      </label>
      <span class="copy">
        <button type="button" class="button" onClick={() => void copy()}>
          {done ?? 'Copy'}
          <Spoken> {name}</Spoken>
        </button>
        <span role="status" class="sr-only">
          {done === 'Copied' && `${name} copied`}
          {done === 'Selected' && `${name} is selected; copy it with the keyboard`}
        </span>
      </span>
    </div>
  );
}
