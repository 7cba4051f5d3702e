import { askServed, check, type Question } from './ask.ts';
import { offerDemos } from './demos.ts';
import { byId } from './elements.ts';
import { receive } from './receive.ts';
import { servedWords } from './show-coverage.ts';
import { showLookAlikes, showMatches } from './show-matches.ts';
import { showBusy, showFailure, showNothing, showSent, showVerdict } from './show-verdict.ts';

const matches = byId('matches', HTMLElement);
const lookAlikes = byId('look-alikes', HTMLElement);
let running = new AbortController();

receive(ask, refuse);
byId('cancel', HTMLButtonElement).addEventListener('click', cancel);
void showServed();

/** One check at a time: a new question ends the one before it. */
async function ask(question: Question): Promise<void> {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  clearRows();
  showBusy(question.kind === 'picture' ? question.picture : null);
  try {
    const result = await check(question, {
      signal,
      onSent: (share) => {
        if (!signal.aborted) showSent(share);
      },
    });
    showMatches(matches, result.matches);
    showLookAlikes(lookAlikes, result.lookAlikes);
    showVerdict(result);
  } catch (error) {
    if (!signal.aborted) showFailure(error instanceof Error ? error.message : String(error));
  }
}

function refuse(why: string): void {
  running.abort();
  clearRows();
  showFailure(why);
}

function cancel(): void {
  running.abort();
  showNothing();
  byId('file', HTMLInputElement).focus();
}

function clearRows(): void {
  showMatches(matches, []);
  showLookAlikes(lookAlikes, []);
}

async function showServed(): Promise<void> {
  const line = byId('served', HTMLElement);
  try {
    const { searched } = await askServed();
    line.textContent = servedWords(searched);
    // Without the set they are of, the demo pictures would only puzzle.
    if (searched.some(({ dataset }) => dataset === 'demo')) await offerDemos(ask);
  } catch {
    line.textContent = 'The service does not say what it can search. It may still be starting.';
  }
}
