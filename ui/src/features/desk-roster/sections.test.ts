import { describe, expect, it } from 'vitest';
import type { RosterPreviewView } from '../../lib/api/generated/RosterPreviewView';
import { byRow, changedPeople, problemsCsv, split } from './sections';
import { rosterWords } from './words';

const problem = (row: number, code: string, message = 'Salah. Perbaiki.') => ({
  row,
  column: 'NIK',
  code,
  message,
  suggestions: [],
});
const person = { id: 'x', name: 'Ibu Sumiati', place: '' };

describe('the problems of a roster', () => {
  it('stand together by row, in the order of the file', () => {
    const rows = byRow(
      [problem(38, 'b'), problem(17, 'a'), problem(38, 'c')],
      new Map([[38, { A: 'Ny. Tumirah' }]]),
    );
    expect(rows.map((row) => [row.row, row.problems.map((one) => one.code).join()])).toEqual([
      [17, 'a'],
      [38, 'b,c'],
    ]);
    expect(rows[1]?.cells).toEqual({ A: 'Ny. Tumirah' });
  });

  it('say first what is wrong, then what to do', () => {
    expect(split('NIK kehilangan angka di Excel. Ketik ulang dari KTP.')).toEqual([
      'NIK kehilangan angka di Excel.',
      'Ketik ulang dari KTP.',
    ]);
  });

  it('bring all changes of a person together', () => {
    const change = (row: number, field: 'landmark' | 'phone') => ({
      row,
      person,
      field,
      before: 'a',
      after: 'b',
    });
    expect(changedPeople([change(5, 'landmark'), change(5, 'phone')])).toHaveLength(1);
  });

  it('become a table that a spreadsheet opens and does not calculate', () => {
    const preview = {
      errors: [problem(17, 'nik_length', '=HYPERLINK("x"); lihat')],
      warnings: [],
      duplicates: [
        { rows: [23, 61], code: 'similar_name', reason: 'Bunyi nama sama.', person: null },
      ],
    } as unknown as RosterPreviewView;
    const lines = problemsCsv(preview, rosterWords()).split('\r\n');
    expect(lines[1]).toBe(`17;NIK;belum bisa masuk;nik_length;"'=HYPERLINK(""x""); lihat"`);
    expect(lines[2]).toBe('23 + 61;;mungkin kembar;similar_name;Bunyi nama sama.');
  });
});
