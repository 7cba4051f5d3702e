import type { KeptOut } from '../api/opt-out.ts';
import { askAudit, askMarked, askOptOutFiles } from './ask.ts';
import { byId, fill } from './elements.ts';
import { saveFile } from './save-file.ts';
import { showAudit, showOptOutFile } from './show-audit.ts';

/** The section on what comes next: what an address says now, a picture marked, files for a site. */
export function offerKeepingOut(): void {
  offerAudit();
  offerMarking();
  offerFiles();
}

/** A new question ends the one before it. */
function offerAudit(): void {
  const said = byId('audit-said', HTMLElement);
  const answer = byId('audit-answer', HTMLElement);
  let running = new AbortController();
  byId('audit-form', HTMLFormElement).addEventListener('submit', async (event) => {
    event.preventDefault();
    running.abort();
    running = new AbortController();
    const { signal } = running;
    fill(answer);
    said.textContent = 'Reading the address, its robots.txt, tdmrep.json and ai.txt …';
    try {
      const audit = await askAudit(byId('audit-address', HTMLInputElement).value.trim(), signal);
      if (signal.aborted) return;
      said.textContent = audit.summary;
      fill(answer, showAudit(audit));
    } catch (error) {
      if (!signal.aborted) said.textContent = wordsOf(error);
    }
  });
}

function offerMarking(): void {
  const input = byId('mark-file', HTMLInputElement);
  const said = byId('mark-said', HTMLElement);
  input.addEventListener('change', async () => {
    const picture = input.files?.[0];
    // So that choosing the same file again is a change too.
    input.value = '';
    if (!picture) return;
    said.textContent = 'Marking …';
    try {
      const { file, name } = await askMarked(picture);
      saveFile(file, name);
      said.textContent = `Saved as ${name}. Put this copy up in place of the other one.`;
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  });
}

function offerFiles(): void {
  const answer = byId('files-answer', HTMLElement);
  byId('files-write', HTMLButtonElement).addEventListener('click', async () => {
    try {
      const files = await askOptOutFiles(byId('files-for', HTMLSelectElement).value as KeptOut);
      fill(answer, ...files.map(showOptOutFile));
    } catch (error) {
      fill(answer, wordsOf(error));
    }
  });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
