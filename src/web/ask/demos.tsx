import { useEffect, useState } from 'preact/hooks';
import { ask } from '../answer/run.ts';
import { fetchDemo } from '../service/ask.ts';
import { served } from '../service/served.ts';

const DEMOS = [
  { name: 'copy', title: 'A copy', meaning: 'smaller and saved again' },
  { name: 'edited', title: 'An edited copy', meaning: 'cropped and written on' },
  { name: 'part', title: 'A part of one', meaning: 'a piece of it in another picture' },
  { name: 'absent', title: 'Not in the set', meaning: 'drawn for this test' },
] as const;

interface Shown {
  picture: Blob;
  src: string;
}

/** Offers the demo pictures; nothing on a service that has none. */
export function Demos() {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  // Without the set they are of, the demo pictures would only puzzle.
  const hasDemo = served.value?.searched.some(({ dataset }) => dataset === 'demo') === true;
  useEffect(() => {
    if (hasDemo) void loadDemos().then(setShown);
  }, [hasDemo]);
  if (shown.length === 0) return null;
  return (
    <section id="demo" class="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">Try it with a demo picture</h2>
      <div id="demo-pictures" class="demo-pictures">
        {DEMOS.map(({ name, title, meaning }, i) => (
          <button
            key={name}
            type="button"
            class="demo-picture"
            onClick={() => void ask({ kind: 'picture', picture: shown[i].picture })}
          >
            <img src={shown[i].src} alt="" />
            <strong>{title}</strong>
            <span class="quiet">{meaning}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

/** All of them, or none where one is missing. */
async function loadDemos(): Promise<Shown[]> {
  const pictures = await Promise.all(DEMOS.map(({ name }) => fetchDemo(name).catch(() => null)));
  const present = pictures.filter((picture) => picture !== null);
  return present.length < DEMOS.length
    ? []
    : present.map((picture) => ({ picture, src: URL.createObjectURL(picture) }));
}
