import type { RosterPreview } from '../lib/api/generated/RosterPreview';
import type { RosterPreviewView } from '../lib/api/generated/RosterPreviewView';
import { uuid } from './fake-people';

/** A roster with the problems of the drawings; a mend takes its problem away. */
export function rosterPreview(asked: RosterPreview): RosterPreviewView {
  const mended = new Set(asked.fixes.map((fix) => fix.row));
  const text = (column: string, value: string) => ({ kind: 'text' as const, column, text: value });
  const errors = [
    {
      row: 17,
      column: 'No. KTP',
      code: 'nik_precision_lost',
      message:
        'NIK kehilangan angka di Excel. Angka aslinya tidak bisa ditebak. Ketik ulang dari KTP, atau pilih “tidak tahu NIK”.',
      suggestions: [{ label: 'Tidak tahu NIK', fix: { kind: 'nik_unknown' as const } }],
    },
    {
      row: 38,
      column: 'Tgl Lahir',
      code: 'birth_date_invalid',
      message:
        'Tanggal 41 tidak ada. Di NIK perempuan tanggal lahir ditambah 40, jadi mungkin 1 Juli 1951.',
      suggestions: [
        { label: 'Pakai 01/07/1951', fix: text('D', '01/07/1951') },
        { label: 'Hanya tahun 1951', fix: text('D', '1951') },
      ],
    },
    {
      row: 52,
      column: 'NAMA LANSIA',
      code: 'name_missing',
      message: 'Nama kosong. Tanpa nama kurir tidak tahu siapa yang disapa.',
      suggestions: [{ label: 'Lewati baris ini', fix: { kind: 'skip_row' as const } }],
    },
    {
      row: 77,
      column: 'RT/RW',
      code: 'rt_rw_missing',
      message: 'RW belum ada. Baris di atas dan di bawahnya RW 04.',
      suggestions: [{ label: 'Pakai RW 04', fix: text('E', '008/04') }],
    },
  ].filter((problem) => !mended.has(problem.row));
  const column = (
    letter: string,
    header: string,
    field: RosterPreviewView['columns'][number]['field'],
    sample: string,
  ) => ({
    letter,
    header,
    field: letter in asked.columns ? (asked.columns[letter] ?? null) : field,
    sample,
  });
  return {
    preview_id: uuid(10, 1),
    file_name: asked.file_name,
    sheet: asked.sheet ?? 'Data',
    sheets: ['Data', 'Arsip'],
    header_row: 4,
    columns: [
      column('B', 'NAMA LANSIA', 'name', 'Ny. Sumiati'),
      column('C', 'No. KTP', 'nik', '3171••••••••0001'),
      column('D', 'Tgl Lahir', 'birth_date', '02/11/1946'),
      column('E', 'RT/RW', 'rt_rw', '007/04'),
      column('F', 'Ancer2', 'landmark', 'Belakang pos ronda'),
      column('G', 'Ket.', null, 'sdh verif'),
    ],
    rows: 91,
    ready: 84 + mended.size,
    skipped: 6,
    errors,
    warnings: [
      {
        row: 9,
        column: 'Tgl Lahir',
        code: 'birth_year_only',
        message: 'Hanya tahun lahir yang diketahui. Boleh dilengkapi nanti.',
        suggestions: [],
      },
    ],
    duplicates: mended.has(23)
      ? []
      : [
          {
            rows: [23, 61],
            code: 'similar_name',
            reason: 'Bunyi nama sama, lahir 1946, RT dan RW sama.',
            person: null,
          },
        ],
    changes: [
      {
        row: 12,
        person: { id: uuid(1, 1), name: 'Bapak Kasman', place: 'RT 007 / RW 04' },
        field: 'landmark',
        before: 'Belakang pos ronda',
        after: 'Depan pos ronda, pagar besi',
      },
    ],
    gone: [{ id: uuid(1, 12), name: 'Bapak Wagimin', place: 'RT 001 / RW 05' }],
    new_count: 84 + mended.size,
    unchanged_count: 0,
    shown_rows: [
      row(9, 'Ibu Warsinah', '3171••••••••0009', '1947', '005/03', 'Atas warung pulsa', ''),
      row(
        17,
        'Bpk. Wagimin',
        '3,17108E+15',
        '31/12/1943',
        '001/05',
        'Kontrakan H. Mamat, pintu 4',
        'sdh verif',
      ),
      row(23, 'Sumijati', '3171••••••••0001', '02/11/1946', '004/06', 'Dekat pos RW', ''),
      row(38, 'Ny. Tumirah', '3171••••••••0002', '41-07-51', '012/02', 'Belakang SDN 05', ''),
      row(52, '', '3171••••••••0001', '15/03/1944', '004/06', 'Sebelah rumah Pak RT', ''),
      row(61, 'Soemiyati', '', '1946', '004/06', 'Samping pos RW', 'janda'),
      row(
        77,
        'Hj. Raden Ayu Siti Nurhaliza Kusumawardhani binti Kartosuwiryo',
        '3171••••••••0003',
        '20/06/1942',
        'RT 8',
        'Rumah tingkat cat krem',
        '',
      ),
    ],
  };
}

function row(n: number, B: string, C: string, D: string, E: string, F: string, G: string) {
  return { row: n, cells: { B, C, D, E, F, G } };
}
