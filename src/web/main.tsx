import { render, type VNode } from 'preact';
import { AnswerView } from './answer/answer-view.tsx';
import { ask, refuse } from './answer/run.ts';
import { AskView } from './ask/ask-view.tsx';
import { receiveAnywhere } from './ask/receive.ts';
import { ExposureView } from './exposure/exposure-view.tsx';
import { KeepOutView } from './keep-out/keep-out-view.tsx';
import { byId } from './parts/by-id.ts';
import { Offline } from './parts/offline.tsx';
import { SearchView } from './search/search-view.tsx';
import { askWhatIsServed } from './service/served.ts';

show('offline-view', <Offline />);
show('ask-view', <AskView />);
show('answer-view', <AnswerView />);
show('search-view', <SearchView />);
show('exposure-view', <ExposureView />);
show('keep-out-view', <KeepOutView />);
receiveAnywhere((question) => void ask(question), refuse);
void askWhatIsServed();

function show(id: string, view: VNode): void {
  render(view, byId(id, HTMLElement));
}
