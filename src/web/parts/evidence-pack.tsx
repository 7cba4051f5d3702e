import { useEffect, useRef, useState } from 'preact/hooks';
import type { PackFile } from '../service/ask.ts';
import { failureWords } from '../service/failure.ts';
import { PressButton } from './press-button.tsx';
import { saveFile } from './save-file.ts';

type Stage =
  | { kind: 'offered' }
  | { kind: 'busy' }
  | { kind: 'saved'; pack: PackFile }
  | { kind: 'failed'; why: string };

/**
 * Has the evidence put together and saves it, and then says what to note elsewhere.
 * @property more what is in it beside what every pack holds
 */
export function EvidencePack({
  ask,
  more = '',
}: {
  ask: (signal: AbortSignal) => Promise<PackFile>;
  more?: string;
}) {
  const [stage, setStage] = useState<Stage>({ kind: 'offered' });
  const shown = useRef(new AbortController());
  // Nobody looks at this answer any more.
  useEffect(() => () => shown.current.abort(), []);
  async function save(): Promise<void> {
    const { signal } = shown.current;
    setStage({ kind: 'busy' });
    try {
      const pack = await ask(signal);
      saveFile(pack.file, pack.name);
      setStage({ kind: 'saved', pack });
    } catch (error) {
      if (!signal.aborted) setStage({ kind: 'failed', why: failureWords(error) });
    }
  }
  return (
    <div class="evidence-pack">
      <PressButton work={save}>Download the evidence</PressButton>
      <p class="quiet">
        One ZIP file for you or a lawyer: what was searched, what was found and how sure that is, and what the
        addresses give now{more}. No picture is in it. Possible for an hour after a check.
      </p>
      <div class="evidence-said" role="status">
        {stage.kind === 'busy' && (
          <>
            <progress aria-label="Putting the evidence together" />
            <p>Asking each address once, putting it together … up to a minute.</p>
          </>
        )}
        {stage.kind === 'failed' && <p>{stage.why}</p>}
        {stage.kind === 'saved' && (
          <>
            <p>Saved as {stage.pack.name}. Its sha256 is</p>
            <code class="evidence-hash">{stage.pack.sha256}</code>
            <p class="quiet">
              Send that number to yourself or your lawyer by e-mail today: it shows later that the file was
              not changed.
            </p>
          </>
        )}
      </div>
    </div>
  );
}
