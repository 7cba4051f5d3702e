/** The look of the report: readable on a telephone, light or dark as its reader's screen is. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2330; --soft: #69728a; --paper: #ffffff; --card: #f3f5f9; --line: #dde2ec;
  --identical: #1b6b4f; --copy: #3aa676; --edited: #8ecf6b; --part: #c9a7e8; --look-alike: #f2b84b; --none: #d9dde6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #9aa4ba; --paper: #12151c; --card: #1c212c;
  --line: #2c3342; --none: #3a4152; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.2rem; max-width: 72rem; color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: .5rem 0; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
h3 small, p, figcaption { color: var(--soft); }
p { margin: .2rem 0 .8rem; }
.tiles { display: grid; gap: .7rem; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); }
.tiles div { padding: .8rem 1rem; border-radius: .8rem; background: var(--card); color: var(--soft); }
.tiles b { display: block; color: var(--ink); font-size: 1.6rem; }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: .8rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
th:first-child { position: sticky; left: 0; text-align: left; background: var(--paper); font-weight: 500;
  white-space: normal; min-width: 9.5rem; }
@media (min-width: 60rem) { th:first-child { min-width: 17rem; } }
thead th { color: var(--soft); font-weight: 500; }
tfoot th, tfoot td { font-weight: 700; }
tbody tr:last-child > * { border-bottom: 2px solid var(--ink); }
.bar { display: flex; height: .35rem; margin-top: .2rem; border-radius: .2rem; overflow: hidden; }
.legend span { display: inline-block; width: .8rem; height: .8rem; border-radius: .2rem; margin: 0 .3rem 0 .6rem; }
.identical { background: var(--identical); } .copy { background: var(--copy); } .edited { background: var(--edited); }
.part { background: var(--part); } .look-alike { background: var(--look-alike); } .none { background: var(--none); }
.pairs { display: grid; gap: .7rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
figure { margin: 0; padding: .5rem; border-radius: .8rem; background: var(--card); display: grid; gap: .4rem;
  grid-template-columns: 1fr 1fr; align-items: center; justify-items: center; }
figure img { max-width: 100%; max-height: 10rem; border-radius: .4rem; }
figcaption { grid-column: 1 / -1; font-size: .8rem; overflow-wrap: anywhere; }
`;
