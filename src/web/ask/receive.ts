import type { Question } from '../service/ask.ts';

type Ask = (question: Question) => void;

/** What the page says of a drop or a clipboard without a picture. */
export const NO_PICTURE = {
  dropped: 'What you dropped holds no picture. Drop a picture file, or an image from a web page.',
  pasted: 'The clipboard holds no picture that this page may read. Copy a picture first.',
};

/** Takes a picture in wherever on the page it is dropped or pasted. */
export function receiveAnywhere(ask: Ask, refuse: (why: string) => void): void {
  receiveDropped(ask, refuse);
  receivePasted(ask);
}

/** The clipboard, where the browser lets a page read it: absent on plain http, whatever the types say. */
export function readableClipboard(): Clipboard | null {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  return typeof clipboard?.read === 'function' ? clipboard : null;
}

/** The picture in the clipboard; null where it holds none, or the artist does not let the page see it. */
export async function pictureIn(clipboard: Clipboard): Promise<Blob | null> {
  try {
    for (const item of await clipboard.read()) {
      const type = item.types.find((name) => name.startsWith('image/'));
      if (type !== undefined) return await item.getType(type);
    }
  } catch {
    // Not allowed, which comes to the same.
  }
  return null;
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
    else refuse(NO_PICTURE.dropped);
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

/** A file before an address: a picture dragged from a page brings both, and the file is the nearer one. */
function questionIn(transfer: DataTransfer): Question | null {
  const picture = transfer.files[0];
  if (picture) return { kind: 'picture', picture };
  const text = transfer.getData('text/uri-list') || transfer.getData('text/plain');
  const url = text.split('\n').find((line) => /^https?:\/\//i.test(line.trim()));
  return url === undefined ? null : { kind: 'address', url: url.trim() };
}
