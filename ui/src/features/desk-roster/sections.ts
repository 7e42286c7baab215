import type { RosterChange } from '../../lib/api/generated/RosterChange';
import type { RosterPerson } from '../../lib/api/generated/RosterPerson';
import type { RosterPreviewView } from '../../lib/api/generated/RosterPreviewView';
import type { RosterProblem } from '../../lib/api/generated/RosterProblem';
import type { RosterWords } from './words';

/** What is said of one row: its cells, and every problem in it. */
export interface ProblemRow {
  row: number;
  cells: Record<string, string>;
  problems: RosterProblem[];
}

/** One person of the store and everything that the file says otherwise. */
export interface ChangedPerson {
  row: number;
  person: RosterPerson;
  fields: Pick<RosterChange, 'field' | 'before' | 'after'>[];
}

export function cellsOf(preview: RosterPreviewView): Map<number, Record<string, string>> {
  return new Map(
    preview.shown_rows.map((shown) => [
      shown.row,
      Object.fromEntries(Object.entries(shown.cells).map(([letter, text]) => [letter, text ?? ''])),
    ]),
  );
}

/** The problems by row, in the order of the file. */
export function byRow(
  problems: RosterProblem[],
  cells: Map<number, Record<string, string>>,
): ProblemRow[] {
  const rows = new Map<number, ProblemRow>();
  for (const problem of problems) {
    const row = rows.get(problem.row) ?? {
      row: problem.row,
      cells: cells.get(problem.row) ?? {},
      problems: [],
    };
    row.problems.push(problem);
    rows.set(problem.row, row);
  }
  return [...rows.values()].sort((one, other) => one.row - other.row);
}

export function changedPeople(changes: RosterChange[]): ChangedPerson[] {
  const people = new Map<number, ChangedPerson>();
  for (const { row, person, field, before, after } of changes) {
    const changed = people.get(row) ?? { row, person, fields: [] };
    changed.fields.push({ field, before, after });
    people.set(row, changed);
  }
  return [...people.values()].sort((one, other) => one.row - other.row);
}

/** The letter of the column that a problem names by its header. */
export function letterOf(preview: RosterPreviewView, header: string): string | null {
  return preview.columns.find((column) => column.header === header)?.letter ?? null;
}

/** How the sentence of a problem is split: what is wrong stands out, what to do follows. */
export function split(message: string): [string, string] {
  const end = message.indexOf('. ');
  return end < 0 ? [message, ''] : [message.slice(0, end + 1), message.slice(end + 2)];
}

/** The problems as a table for the office, to be mended in the file. Without any NIK. */
export function problemsCsv(preview: RosterPreviewView, t: RosterWords): string {
  const lines: (string | number)[][] = [t.csvHead];
  for (const problem of preview.errors)
    lines.push([problem.row, problem.column, t.csvKind.error, problem.code, problem.message]);
  for (const twin of preview.duplicates)
    lines.push([twin.rows.join(' + '), '', t.csvKind.duplicate, twin.code, twin.reason]);
  for (const problem of preview.warnings)
    lines.push([problem.row, problem.column, t.csvKind.warning, problem.code, problem.message]);
  // With its mark of order Excel takes the letters as what they are; the office's Excel splits at semicolons.
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(';')).join('\r\n')}\r\n`;
}

/** A text that Excel would take for a formula is kept a text. */
function csvCell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
