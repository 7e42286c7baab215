import type { AddressValue } from '../../lib/api/generated/AddressValue';
import type { BirthPrecision } from '../../lib/api/generated/BirthPrecision';
import type { IdentityValue } from '../../lib/api/generated/IdentityValue';
import type { PeopleWords } from './words';

/** "7", "007" → "007"; empty stays empty; `null`: not a number of an RT or RW. */
export function paddedNumber(text: string, width: 2 | 3): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  if (!/^\d{1,3}$/.test(trimmed) || Number(trimmed) === 0) return null;
  return String(Number(trimmed)).padStart(width, '0');
}

/** The address as it is kept, or `null` when RT or RW is not a number. */
export function cleanAddress(address: AddressValue): AddressValue | null {
  const rt = paddedNumber(address.rt, 3);
  const rw = paddedNumber(address.rw, 2);
  if (rt === null || rw === null) return null;
  return {
    ...address,
    rt,
    rw,
    gang: address.gang.trim(),
    house_no: address.house_no.trim(),
    landmark: address.landmark.trim(),
  };
}

/** "28/11/2026", "28-11-26" or "2026-11-28" → "2026-11-28"; `null`: no such day. */
export function parseDate(text: string): string | null {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  if (match) return dayOf(Number(match[3]), Number(match[2]), Number(match[1]));
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  return null;
}

/** What is known of a birth: a day, a month, or only the year. Empty: nothing is. */
export function parseBirth(
  text: string,
): { date: string | null; precision: BirthPrecision } | null {
  const trimmed = text.trim();
  if (trimmed === '') return { date: null, precision: 'year' };
  const day = parseDate(trimmed);
  if (day) return { date: day, precision: 'day' };
  const month = /^(\d{1,2})[/.-](\d{4})$/.exec(trimmed);
  if (month) {
    const date = dayOf(Number(month[2]), Number(month[1]), 1);
    return date === null ? null : { date, precision: 'month' };
  }
  const year = /^(\d{4})$/.exec(trimmed);
  const date = year && dayOf(Number(year[1]), 1, 1);
  return date ? { date, precision: 'year' } : null;
}

/** The text that `parseBirth` reads back to the same. */
export function writtenBirth(date: string | null, precision: BirthPrecision): string {
  if (date === null) return '';
  const [year, month, day] = date.split('-');
  if (precision === 'year') return year ?? '';
  return precision === 'month' ? `${month}/${year}` : `${day}/${month}/${year}`;
}

function dayOf(year: number, month: number, day: number): string | null {
  if (year < 1880) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}

/** "0812 3456-7890" → "+6281234567890"; empty stays empty; `null`: not a whole number. */
export function cleanPhone(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, '');
  if (digits === '') return '';
  if (!/^\+?\d{8,15}$/.test(digits)) return null;
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('0')) return `+62${digits.slice(1)}`;
  return digits.startsWith('62') ? `+${digits}` : null;
}

/** What is wrong with the numbers of an identity. Without them nothing is: nobody goes hungry for a number. */
export function identityWrong(value: IdentityValue, t: PeopleWords): { nik: string; kk: string } {
  const kk = digits(value.kk);
  return {
    nik: value.nik_status === 'known' ? nikWrong(digits(value.nik), t) : '',
    kk: kk !== '' && !/^\d{16}$/.test(kk) ? t.wrong.kk(kk.length) : '',
  };
}

/** Sixteen digits: place, birth (women 40 days later), a serial that never is 0000. */
function nikWrong(nik: string, t: PeopleWords): string {
  if (nik === '') return '';
  if (!/^\d{16}$/.test(nik)) return t.wrong.nikLength(nik.length);
  const day = Number(nik.slice(6, 8));
  const month = Number(nik.slice(8, 10));
  const isDay = (1 <= day && day <= 31) || (41 <= day && day <= 71);
  if (!isDay || month < 1 || month > 12) return t.wrong.nikDate;
  return nik.endsWith('0000') ? t.wrong.nikEnd : '';
}

export function digits(text: string): string {
  return text.replace(/[\s.'-]/g, '');
}
