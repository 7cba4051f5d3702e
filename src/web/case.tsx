import { render } from 'preact';
import { CaseView } from './case/case-view.tsx';
import { open } from './case/state.ts';
import { byId } from './parts/by-id.ts';

render(<CaseView />, byId('case-view', HTMLElement));
void open();
// Another case's link pasted into this window is another page.
window.addEventListener('hashchange', () => {
  if (location.hash.length > 30) location.reload();
});
