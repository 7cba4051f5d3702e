import { useRef, useState } from 'preact/hooks';
import type { OptOutAudit } from '../../api/opt-out.ts';
import { askAudit } from '../service/ask.ts';
import { Failure } from '../parts/failure.tsx';
import { Audit } from './audit.tsx';

type Told =
  | { kind: 'nothing' }
  | { kind: 'asking' }
  | { kind: 'told'; audit: OptOutAudit }
  | { kind: 'failed'; error: unknown };

/** What an address says now of AI training. A new question ends the one before it. */
export function AuditForm() {
  const [address, setAddress] = useState('');
  const [told, setTold] = useState<Told>({ kind: 'nothing' });
  const running = useRef(new AbortController());
  async function look(): Promise<void> {
    running.current.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    setTold({ kind: 'asking' });
    try {
      const audit = await askAudit(address.trim(), signal);
      if (!signal.aborted) setTold({ kind: 'told', audit });
    } catch (error) {
      if (!signal.aborted) setTold({ kind: 'failed', error });
    }
  }
  return (
    <>
      <form
        id="audit-form"
        class="address"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <label for="audit-address">What does your site or picture say now? Its web address</label>
        <div class="address-row">
          <input
            id="audit-address"
            type="text"
            inputmode="url"
            required
            maxLength={4096}
            autocomplete="off"
            autocapitalize="none"
            placeholder="example.org"
            value={address}
            onInput={({ currentTarget }) => setAddress(currentTarget.value)}
          />
          <button class="button" type="submit">
            Look
          </button>
        </div>
      </form>
      <p id="audit-said" role="status">
        {told.kind === 'asking' && 'Reading the address, its robots.txt, tdmrep.json and ai.txt …'}
        {told.kind === 'told' && told.audit.summary}
        {told.kind === 'failed' && <Failure error={told.error} again={() => void look()} />}
      </p>
      <div id="audit-answer">{told.kind === 'told' && <Audit audit={told.audit} />}</div>
    </>
  );
}
