import type { Evaluation } from '../evaluate.ts';
import { falsePositivesOf } from '../../../src/core/false-positives.ts';
import type { Line } from '../score/table.ts';
import type { Pair } from './gallery.ts';
import { kindRows, perCheckInWords, perCheckRows } from './kinds.ts';
import { STYLE } from './style.ts';
import {
  columnsOf,
  histogramRows,
  percent,
  precisionInWords,
  ratiosInWords,
  setInWords,
  type Column,
} from './text.ts';

/** The report as one HTML file that needs nothing else; it holds small pictures of what was asked. */
export function asHtml(evaluation: Evaluation): string {
  const { table, gallery, twins, options, sizes } = evaluation;
  const columns = columnsOf(table);
  const titles = new Map(options.edits.map(({ name, title }) => [name, title]));
  const titleOf = (edit: string): string => titles.get(edit) ?? edit;
  const notes = [...perCheckInWords(sizes), ...precisionInWords(table), ...ratiosInWords(table)];
  const inliers = histogramRows(table);
  const repeated = Object.entries(twins).map(([own, same]) => `${own} is also ${same.join(', ')}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Copy detection, evaluated</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Copy detection, evaluated</h1>
<p>${escaped(setInWords(evaluation))}</p>
</header>
<section class="tiles">${table.means.map(tile).join('')}${falseTile(evaluation)}</section>
<section>
<h2>Every edit</h2>
${table.lines[0]?.grades ? LEGEND : ''}
<div class="wide"><table>
<thead><tr><th>edit</th>${columns.map(({ heading }) => `<th>${escaped(heading)}</th>`).join('')}</tr></thead>
<tbody>${table.lines.map((line) => tableRow(line, columns)).join('')}</tbody>
<tfoot>${table.means.map((line) => tableRow(line, columns)).join('')}</tfoot>
</table></div>
${list(notes)}
</section>
${inliers.length > 0 ? `<section><h2>Agreeing keypoints</h2>${grid(inliers)}</section>` : ''}
${sizes.length > 0 ? `<section><h2>Checks of pictures that are not there</h2>${grid(perCheckRows(sizes))}</section>` : ''}
${table.byKind.length > 0 ? `<section><h2>Every kind</h2>${grid(kindRows(table))}</section>` : ''}
${section(`Wrong pairs (${gallery.falseMatches.length} of ${table.wrongPairs.length} shown)`, 'the row that was claimed', gallery.falseMatches, titleOf)}
${section(`Not found (${gallery.misses.length} of ${gallery.missCount} shown)`, 'the own row', gallery.misses, titleOf)}
${repeated.length > 0 ? `<section><h2>Pictures that stand there more than once</h2>${list(repeated)}</section>` : ''}
</body>
</html>
`;
}

const GRADES = ['identical', 'copy', 'edited', 'part', 'look-alike', 'none'] as const;

const LEGEND = `<p class="legend">${GRADES.map((grade) => `<span class="${grade}"></span>${grade}`).join(' ')}</p>`;

function tile(mean: Line): string {
  const share = mean.found ?? mean.recall ?? Object.values(mean.embedding)[0] ?? mean.pdq ?? mean.geometry;
  return `<div><b>${percent(share)}</b>${escaped(mean.title)}</div>`;
}

function falseTile({ sizes }: Evaluation): string {
  if (sizes.length === 0) return '';
  const { answeredFound, checks } = falsePositivesOf({ sizes, measuredOn: '', how: '' });
  return `<div><b>${answeredFound}</b>of ${checks.toLocaleString('en-US')} checks without the picture answered “found”</div>`;
}

function tableRow(line: Line, columns: readonly Column[]): string {
  const cells = columns.map(({ value }) => `<td>${value(line)}</td>`).join('');
  return `<tr><th>${escaped(line.title)}${gradeBar(line)}</th>${cells}</tr>`;
}

function gradeBar({ grades, queries }: Line): string {
  if (!grades) return '';
  const parts = GRADES.map(
    (grade) => `<i class="${grade}" style="width:${((grades[grade] / queries) * 100).toFixed(1)}%"></i>`,
  );
  return `<span class="bar">${parts.join('')}</span>`;
}

function section(
  title: string,
  left: string,
  pairs: readonly Pair[],
  titleOf: (edit: string) => string,
): string {
  if (pairs.length === 0) return '';
  const groups = [...new Set(pairs.map(({ group }) => group))].map((group) => {
    const own = pairs.filter((pair) => pair.group === group);
    return `<h3>${escaped(titleOf(group))} <small>${own.length}</small></h3><div class="pairs">${own.map(figure).join('')}</div>`;
  });
  return `<section><h2>${escaped(title)}</h2><p>On the left ${left}, on the right what was asked.</p>${groups.join('')}</section>`;
}

function figure({ row, grade, note, left, right }: Pair): string {
  return (
    `<figure><img src="${left}" alt="row" loading="lazy"><img src="${right}" alt="edit" loading="lazy">` +
    `<figcaption>${escaped(row)}${grade ? ` · ${grade}` : ''}${note && `<br>${escaped(note)}`}</figcaption></figure>`
  );
}

/** A table of cells, of which the first names each line. */
function grid([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell, i) => (i === 0 ? `<th>${escaped(cell)}</th>` : `<${tag}>${escaped(cell)}</${tag}>`)).join('')}</tr>`;
  const body = rows.map((cells) => line(cells, 'td')).join('');
  return `<div class="wide"><table><thead>${line(head, 'th')}</thead><tbody>${body}</tbody></table></div>`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
