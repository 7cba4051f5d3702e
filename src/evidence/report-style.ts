import { Markup } from './markup.ts';

/** For the screen and for paper; no font, no picture, no address. */
export const REPORT_STYLE = new Markup(`
body{max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1e1c19;background:#fff;font:16px/1.5 Georgia,'Liberation Serif',serif;overflow-wrap:anywhere}
h1,h2,h3,h4{line-height:1.25;margin:1.6em 0 .5em}
h1{margin-top:0}
.verdict{font-size:1.25rem;font-weight:600}
.note{padding:.75rem 1rem;border-left:4px solid #6b665d;background:#f4f2ee}
.match{margin:1.5rem 0;padding:0 1rem;border:1px solid #dcd6ca}
table{width:100%;border-collapse:collapse;font-size:.85rem}
th,td{padding:.25rem .5rem;border-top:1px solid #dcd6ca;text-align:left;vertical-align:top}
th{width:34%;font-weight:400;color:#5d5850}
pre{white-space:pre-wrap;padding:.5rem;background:#f4f2ee;font-size:.8rem}
figure{margin:1rem 0}
svg{max-width:100%;height:auto}
figcaption{color:#5d5850;font-size:.85rem}
@media print{body{margin:0;max-width:none;font-size:11pt}.match{border:0;padding:0}h2,h3,h4{break-after:avoid}figure,tr{break-inside:avoid}}
`);
