import type { Question } from './ask.ts';
import { byId } from './elements.ts';

type Ask = (question: Question) => void;

/** Takes a picture in by every door: the file chooser, a drop anywhere, the clipboard, a web address. */
export function receive(ask: Ask, refuse: (why: string) => void): void {
  receiveChosen(ask);
  receiveDropped(ask, refuse);
  receivePasted(ask);
  offerPasteButton(ask, refuse);
  receiveAddress(ask);
}

function receiveChosen(ask: Ask): void {
  const input = byId('file', HTMLInputElement);
  input.addEventListener('change', () => {
    const picture = input.files?.[0];
    if (picture) ask({ kind: 'picture', picture });
    // So that choosing the same file again is a change too.
    input.value = '';
  });
}

function receiveDropped(ask: Ask, refuse: (why: string) => void): void {
  const { body } = document;
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    body.dataset.dragging = '';
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) delete body.dataset.dragging;
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    delete body.dataset.dragging;
    const question = event.dataTransfer && questionIn(event.dataTransfer);
    if (question) ask(question);
    else refuse('What you dropped holds no picture. Drop a picture file, or an image from a web page.');
  });
}

function receivePasted(ask: Ask): void {
  document.addEventListener('paste', (event) => {
    const question = event.clipboardData && questionIn(event.clipboardData);
    // Words pasted into the address field are for the artist to finish.
    if (!question || (question.kind === 'address' && event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    ask(question);
  });
}

/** For a phone, where there is no Ctrl+V: only where the browser lets a page read the clipboard. */
function offerPasteButton(ask: Ask, refuse: (why: string) => void): void {
  // Absent on plain http, whatever the types say.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (typeof clipboard?.read !== 'function') return;
  const button = byId('paste', HTMLButtonElement);
  button.hidden = false;
  button.addEventListener('click', async () => {
    const picture = await pictureIn(clipboard).catch(() => null);
    if (picture) ask({ kind: 'picture', picture });
    else refuse('The clipboard holds no picture that this page may read. Copy a picture first.');
  });
}

async function pictureIn(clipboard: Clipboard): Promise<Blob | null> {
  for (const item of await clipboard.read()) {
    const type = item.types.find((name) => name.startsWith('image/'));
    if (type !== undefined) return item.getType(type);
  }
  return null;
}

function receiveAddress(ask: Ask): void {
  const input = byId('address', HTMLInputElement);
  byId('address-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    ask({ kind: 'address', url: input.value.trim() });
  });
}

/** A file before an address: a picture dragged from a page brings both, and the file is the nearer one. */
function questionIn(transfer: DataTransfer): Question | null {
  const picture = transfer.files[0];
  if (picture) return { kind: 'picture', picture };
  const text = transfer.getData('text/uri-list') || transfer.getData('text/plain');
  const url = text.split('\n').find((line) => /^https?:\/\//i.test(line.trim()));
  return url === undefined ? null : { kind: 'address', url: url.trim() };
}
