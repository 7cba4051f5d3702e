import { useState } from 'preact/hooks';
import type { KeptOut, OptOutFile } from '../../api/opt-out.ts';
import { askMarked, askOptOutFiles } from '../service/ask.ts';
import { failureWords } from '../service/failure.ts';
import { saveFile } from '../parts/save-file.ts';
import { AuditForm } from './audit-form.tsx';

/** What comes next: what an address says now, a picture marked, files for a site. */
export function KeepOutView() {
  return (
    <section id="keep-out" class="keep-out" aria-labelledby="keep-out-title">
      <h2 id="keep-out-title">Keep it out of what comes next</h2>
      <p class="quiet">
        A reservation binds those who heed it, and says to the others that you did not agree. It does not
        reach what was collected before.
      </p>
      <AuditForm />
      <div class="keep-out-ways">
        <Marking />
        <Files />
      </div>
    </section>
  );
}

function Marking() {
  const [said, setSaid] = useState('');
  async function mark(input: HTMLInputElement): Promise<void> {
    const picture = input.files?.[0];
    // So that choosing the same file again is a change too.
    input.value = '';
    if (!picture) return;
    setSaid('Marking …');
    try {
      const { file, name } = await askMarked(picture);
      saveFile(file, name);
      setSaid(`Saved as ${name}. Put this copy up in place of the other one.`);
    } catch (error) {
      setSaid(failureWords(error));
    }
  }
  return (
    <div>
      <h3>Mark a picture</h3>
      <p class="quiet">
        You get a copy whose metadata reserves it against AI training. No pixel is touched; it is done in this
        server’s memory and not kept. JPEG, PNG or WebP.
      </p>
      <input
        id="mark-file"
        class="sr-only"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        onChange={({ currentTarget }) => void mark(currentTarget)}
      />
      <label for="mark-file" class="button">
        Choose a picture to mark
      </label>
      <p id="mark-said" role="status">
        {said}
      </p>
    </div>
  );
}

function Files() {
  const [keepOut, setKeepOut] = useState<KeptOut>('training');
  const [files, setFiles] = useState<readonly OptOutFile[]>([]);
  const [failure, setFailure] = useState('');
  async function write(): Promise<void> {
    try {
      setFiles(await askOptOutFiles(keepOut));
      setFailure('');
    } catch (error) {
      setFiles([]);
      setFailure(failureWords(error));
    }
  }
  return (
    <div>
      <h3>Reserve a site</h3>
      <p class="quiet">robots.txt, ai.txt, tdmrep.json, headers and meta tags, to save and put up.</p>
      <label for="files-for">Keep out</label>
      <select
        id="files-for"
        value={keepOut}
        onChange={({ currentTarget }) => setKeepOut(currentTarget.value === 'all' ? 'all' : 'training')}
      >
        <option value="training">who collects for training</option>
        <option value="all">AI search and assistants too</option>
      </select>
      <button id="files-write" class="button" type="button" onClick={() => void write()}>
        Write the files
      </button>
      <div id="files-answer">
        {failure}
        {files.map((file) => (
          <File key={file.name} file={file} />
        ))}
      </div>
    </div>
  );
}

/** A file to publish: where it goes, its text, and a button that saves it. */
function File({ file: { name, where, text } }: { file: OptOutFile }) {
  const fileName = name.split('/').at(-1) ?? name;
  return (
    <details class="opt-out-file">
      <summary>{name}</summary>
      <p class="quiet">{where}</p>
      <pre tabIndex={0} aria-label={name}>
        {text}
      </pre>
      <button
        type="button"
        class="button"
        onClick={() => saveFile(new Blob([text], { type: 'text/plain' }), fileName)}
      >
        Save {name}
      </button>
    </details>
  );
}
