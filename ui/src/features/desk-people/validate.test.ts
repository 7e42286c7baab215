import { describe, expect, it } from 'vitest';
import {
  cleanPhone,
  identityWrong,
  paddedNumber,
  parseBirth,
  parseDate,
  writtenBirth,
} from './validate';
import { peopleWords } from './words';

const t = peopleWords();

describe('RT and RW', () => {
  it('are kept as people write them, however they are typed', () => {
    expect(paddedNumber(' 7 ', 3)).toBe('007');
    expect(paddedNumber('007', 2)).toBe('07');
    expect(paddedNumber('112', 2)).toBe('112');
  });

  it('may be unknown, but not words', () => {
    expect(paddedNumber('', 3)).toBe('');
    for (const wrong of ['0', 'RT 7', '7a', '-1', '1234'])
      expect(paddedNumber(wrong, 3), wrong).toBeNull();
  });
});

describe('a date of birth', () => {
  it('is read as far as it is known, and written back the same', () => {
    for (const [text, date, precision] of [
      ['31/12/1941', '1941-12-31', 'day'],
      ['12/1941', '1941-12-01', 'month'],
      ['1941', '1941-01-01', 'year'],
    ] as const) {
      expect(parseBirth(text)).toEqual({ date, precision });
      expect(writtenBirth(date, precision)).toBe(text);
    }
    expect(parseBirth('')).toEqual({ date: null, precision: 'year' });
  });

  it('is not guessed when it does not exist', () => {
    for (const wrong of ['31/02/1941', '41-07-51', '13/1941', 'Desember', '19411']) {
      expect(parseBirth(wrong), wrong).toBeNull();
    }
    expect(parseDate('29/02/2027')).toBeNull();
    expect(parseDate('2026-11-28')).toBe('2026-11-28');
  });
});

describe('a telephone number', () => {
  it('is kept with the country, however it is typed', () => {
    for (const text of ['0812-3456-7890', '+62 812 3456 7890', '6281234567890']) {
      expect(cleanPhone(text)).toBe('+6281234567890');
    }
    expect(cleanPhone('')).toBe('');
    expect(cleanPhone('08')).toBeNull();
  });
});

describe('the NIK', () => {
  const known = (nik: string) => identityWrong({ nik_status: 'known', nik, kk: '' }, t).nik;

  it('stops nobody when it is not there', () => {
    expect(known('')).toBe('');
    expect(identityWrong({ nik_status: 'unknown', nik: '123', kk: '' }, t).nik).toBe('');
  });

  it('is looked at when it is there', () => {
    expect(known('9999995101450003'), 'a woman is born 40 days later').toBe('');
    expect(known('3171 0851')).toBe(t.wrong.nikLength(8));
    expect(known('9999993501450003')).toBe(t.wrong.nikDate);
    expect(known('9999995101450000')).toBe(t.wrong.nikEnd);
  });
});
