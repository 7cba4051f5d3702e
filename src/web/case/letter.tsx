import { useEffect, useRef, useState } from 'preact/hooks';
import type { CaseRequest } from '../../api/case-request.ts';
import type { Notice } from '../../api/notice.ts';
import { Failure } from '../parts/failure.tsx';
import { OutwardLink } from '../parts/outward-link.tsx';
import { Spoken } from '../parts/spoken.tsx';
import type { CaseApi } from '../service/case-api.ts';
import { download } from './state.ts';

type Loaded = { kind: 'nothing' } | { kind: 'loaded'; notice: Notice } | { kind: 'failed'; error: unknown };

/** The letter of a request: as files, and to read, copy or mail once it is unfolded. */
export function Letter({ request, api }: { request: CaseRequest; api: CaseApi }) {
  const { n, missing } = request;
  const [isOpen, setOpen] = useState(false);
  const [tries, setTries] = useState(0);
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'nothing' });
  // With each change of the request anew. One that failed to load is loaded when it is opened again.
  useEffect(() => {
    if (!isOpen) return;
    let isLate = false;
    api.notice(n).then(
      (notice) => !isLate && setLoaded({ kind: 'loaded', notice }),
      (error: unknown) => !isLate && setLoaded({ kind: 'failed', error }),
    );
    return () => {
      isLate = true;
    };
  }, [isOpen, request, tries]);
  return (
    <div>
      <div class="row-of-buttons">
        <button type="button" class="button" onClick={() => void download(n, 'pdf')}>
          PDF<Spoken> of request {n}</Spoken>
        </button>
        <button type="button" class="button" onClick={() => void download(n, 'text')}>
          Text<Spoken> of request {n}</Spoken>
        </button>
      </div>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{missing.length === 0 ? 'Read the letter, copy or mail it' : 'Read the draft'}</summary>
        {loaded.kind === 'loaded' && <Text notice={loaded.notice} request={request} />}
        {loaded.kind === 'failed' && (
          <p role="alert" class="trouble">
            <Failure error={loaded.error} again={() => setTries(tries + 1)} />
          </p>
        )}
      </details>
    </div>
  );
}

function Text({ notice, request: { n, recipient } }: { notice: Notice; request: CaseRequest }) {
  const { subject, text, mailto, textInMailto } = notice;
  const link = recipient?.link ?? null;
  const shown = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState('');
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied.');
    } catch {
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      setSaid('Selected; copy it with the keyboard.');
    }
  }
  return (
    <>
      <p>
        <strong>{subject}</strong>
      </p>
      <pre class="letter" tabIndex={0} aria-label={`Letter of request ${n}`} ref={shown}>
        {text}
      </pre>
      <div class="row-of-buttons">
        <button type="button" class="button" onClick={() => void copy()}>
          Copy the text<Spoken> of request {n}</Spoken>
        </button>
        <a class="button" href={mailto}>
          Open an e-mail<Spoken> for request {n}</Spoken>
        </a>
        {link !== null && (
          <OutwardLink url={link} class="button">
            Open their form<Spoken> for request {n}</Spoken>
          </OutwardLink>
        )}
        <span role="status" class="quiet">
          {said}
        </span>
      </div>
      {!textInMailto && (
        <p class="quiet">The letter is too long for a link: copy the text, then paste it into the e-mail.</p>
      )}
    </>
  );
}
