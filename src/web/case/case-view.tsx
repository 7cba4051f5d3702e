import { useEffect, useState } from 'preact/hooks';
import { CopiedField } from '../parts/copied-field.tsx';
import { EvidencePack } from '../parts/evidence-pack.tsx';
import { Failure } from '../parts/failure.tsx';
import { beginningOf } from './case-channels.ts';
import { nextButton } from './case-words.ts';
import { Deletion } from './deletion.tsx';
import { formName } from './form-answer.ts';
import { goTo } from './go-to.ts';
import { Link } from './link.tsx';
import { RequestForm } from './request-form.tsx';
import { Request } from './request.tsx';
import { draft, type OpenCase, page, recheck, trouble } from './state.ts';
import { isUnsaved } from './typed.ts';

/** The page of one case: the next thing to do, the requests, the links, and how to keep the page. */
export function CaseView() {
  const now = page.value;
  return (
    <>
      <header class="case-head">
        <p class="home">
          <a href="/">Trainspot</a>
        </p>
        <h1 id="case-title">{titleOf(now)}</h1>
      </header>
      <main>{now.kind === 'open' && <Open of={now.of} />}</main>
      <Trouble />
    </>
  );
}

function titleOf(now: typeof page.value): string {
  if (now.kind === 'deleted') return 'The case is deleted';
  return (now.kind === 'open' && now.of.view.title) || 'Your case';
}

function Trouble() {
  const now = trouble.value;
  useEffect(() => {
    if (now !== null) document.getElementById('trouble')?.scrollIntoView({ block: 'nearest' });
  }, [now]);
  return (
    <p id="trouble" role="alert" class="trouble">
      {now !== null && <Failure error={now.error} again={now.again} />}
    </p>
  );
}

function Open({ of }: { of: OpenCase }) {
  const { view, kinds, api } = of;
  return (
    <div id="case">
      <Next of={of} />
      <section id="requests" aria-labelledby="requests-title">
        <h2 id="requests-title">Your requests</h2>
        <div id="request-list">
          {view.requests.map((request) => (
            <Request key={request.n} request={request} kinds={kinds} api={api} />
          ))}
        </div>
        <Draft of={of} />
      </section>
      <Links of={of} />
      {/* A case whose rows no check is known to have found has none; one whose check is forgotten says so when it is asked. */}
      {view.matches.some(({ checkId }) => checkId !== null) && (
        <section id="proof" aria-labelledby="proof-title">
          <h2 id="proof-title">The evidence</h2>
          <EvidencePack ask={(signal) => api.evidence(signal)} more=", and what happened in this case" />
        </section>
      )}
      <Keep of={of} />
    </div>
  );
}

function Next({ of: { view } }: { of: OpenCase }) {
  const button = nextButton(view.next);
  return (
    <section class="next" aria-labelledby="next-title">
      <h2 id="next-title">Do this next</h2>
      <p id="next-sentence" role="status">
        {view.next.sentence}
      </p>
      {button !== null && (
        // Not by an address: the token stands where the place on the page would.
        <a
          id="next-go"
          class="button primary"
          href={button.href}
          onClick={(event) => {
            event.preventDefault();
            goTo(button.href.slice(1));
          }}
        >
          {button.words}
        </a>
      )}
    </section>
  );
}

function Draft({ of: { view, kinds, channels } }: { of: OpenCase }) {
  const begins = view.next.step === 'draft' || isUnsaved(formName(null));
  const [isOpen, setOpen] = useState(begins);
  // With each change of the case anew; in between it is as whoever folds it wants it.
  useEffect(() => setOpen(begins), [view]);
  return (
    <details id="draft" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Draft a request</summary>
      <RequestForm
        id="draft-form"
        choices={{ kinds, channels, begin: beginningOf(view, kinds, channels) }}
        draft={null}
        save={draft}
      />
    </details>
  );
}

function Links({ of: { view } }: { of: OpenCase }) {
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  async function look(): Promise<void> {
    setBusy(true);
    setSaid('Looking at the links …');
    setSaid((await recheck()) ? 'Done: what was found stands with each link.' : '');
    setBusy(false);
  }
  return (
    <section id="links" aria-labelledby="links-title">
      <h2 id="links-title">The links</h2>
      <div id="match-list">
        {view.matches.map((match) => (
          <Link key={match.n} match={match} />
        ))}
      </div>
      <button id="recheck" class="button" type="button" disabled={isBusy} onClick={() => void look()}>
        Check the links again
      </button>
      <p id="recheck-said" role="status" class="quiet">
        {said}
      </p>
    </section>
  );
}

function Keep({ of: { view } }: { of: OpenCase }) {
  const { calendar } = view;
  return (
    <section class="keep" aria-labelledby="keep-title">
      <h2 id="keep-title">Keep this page</h2>
      <p>
        This secret link is the only way back here: there is no account, and nobody can send it to you again.
        Whoever has it can read and delete your case.
      </p>
      <div id="keep-link">
        <CopiedField name="Your secret link" value={new URL(`/case${location.hash}`, location.href).href} />
      </div>
      {calendar !== null && (
        <>
          <p>
            <a id="calendar" class="button" href={calendar} download="trainspot-case.ics">
              Download the calendar
            </a>
          </p>
          <div id="keep-calendar">
            <CopiedField
              name="Or subscribe to it in your calendar program; it shows your deadlines and opens nothing else"
              value={new URL(calendar, location.href).href}
            />
          </div>
        </>
      )}
      <p class="quiet">
        Kept here: the entries, your requests with what you wrote in them, and what happened. No picture is
        kept. All of it goes when you delete the case.
      </p>
      <Deletion />
    </section>
  );
}
