import type { MonthlyCount } from '../api/generated/MonthlyCount';
import { messages } from '../i18n/index.svelte';

const MONTHS_ID =
  'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember';
const MONTHS_EN =
  'January February March April May June July August September October November December';

function monthIn(names: string): (month: string) => string {
  return (month) => {
    const [year, number] = month.split('-');
    return `${names.split(' ')[Number(number) - 1] ?? ''} ${year ?? ''}`.trim();
  };
}

const id = {
  title: 'Laporan bulanan',
  month: 'Bulan',
  whose: 'Kunjungan siapa',
  pdf: 'Simpan PDF',
  xlsx: 'Simpan XLSX',
  none: 'Belum ada kunjungan pada bulan ini',
  noneText: 'Laporan tetap bisa disimpan, dengan angka nol.',
  all: 'Semua',
  saved: 'Berkas tersimpan',
  shared: 'Berkas dibagikan',
  of: (n: number, all: number) => `${n} dari ${all} kunjungan`,
  monthName: monthIn(MONTHS_ID),
  private: 'Berisi data pribadi: bagikan hanya kepada yang berhak.',
  next: 'Tindak lanjut',
  sums: {
    visits: 'Kunjungan',
    people: 'Warga dikunjungi',
    met: 'Bertemu',
    not_met: 'Tidak bertemu',
    checks: 'Cek keadaan',
    follow_ups: 'Tindak lanjut',
  } as Record<MonthlyCount, string>,
};

const en: typeof id = {
  title: 'Monthly report',
  month: 'Month',
  whose: 'Whose visits',
  pdf: 'Save PDF',
  xlsx: 'Save XLSX',
  none: 'No visits in this month',
  noneText: 'The report can be saved nevertheless, with zeros.',
  all: 'All',
  saved: 'The file is saved',
  shared: 'The file is shared',
  of: (n, all) => `${n} of ${all} visits`,
  monthName: monthIn(MONTHS_EN),
  private: 'Holds personal data: share it only with those entitled to it.',
  next: 'Next step',
  sums: {
    visits: 'Visits',
    people: 'People visited',
    met: 'Met',
    not_met: 'Not met',
    checks: 'Assessments',
    follow_ups: 'Next steps',
  },
};

export const reportWords = messages({ id, en });
