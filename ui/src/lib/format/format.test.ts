import { afterEach, describe, expect, it } from 'vitest';

import { i18n } from '../i18n/index.svelte';
import { placeLine, rtRw } from './place';
import { list, number, phone, rupiah } from './text';
import {
  addDays,
  clockWib,
  dateOf,
  dayDate,
  daysBetween,
  longDate,
  moment,
  nearDate,
} from './time';

afterEach(() => {
  i18n.language = 'id';
});

describe('dates and times', () => {
  const at = Date.UTC(2026, 10, 24, 2, 30);

  it('writes a date the Indonesian way', () => {
    expect(longDate('2026-11-24')).toBe('Selasa, 24 November 2026');
    expect(dayDate('2026-12-26')).toBe('Sabtu, 26 Desember');
  });

  it('writes the same date in English', () => {
    i18n.language = 'en';
    expect(longDate('2026-11-24')).toBe('Tuesday, 24 November 2026');
    expect(clockWib(at)).toBe('09:30 WIB');
  });

  it('tells the time in Jakarta with a dot, wherever the phone thinks it is', () => {
    expect(clockWib(at)).toBe('09.30 WIB');
  });

  it('changes the day at midnight in Jakarta, not in Greenwich', () => {
    expect(dateOf(Date.UTC(2026, 10, 23, 16, 59))).toBe('2026-11-23');
    expect(dateOf(Date.UTC(2026, 10, 23, 17, 0))).toBe('2026-11-24');
  });

  it('says near days by their name', () => {
    expect(moment(Date.UTC(2026, 10, 23, 12, 4), '2026-11-24')).toBe('kemarin 19.04');
    expect(nearDate('2026-11-25', '2026-11-24')).toBe('besok');
    expect(nearDate('2026-11-21', '2026-11-24')).toBe('Sabtu, 21 November');
  });

  it('counts days over the end of a month and a year', () => {
    expect(addDays('2026-12-30', 3)).toBe('2027-01-02');
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3);
  });
});

describe('numbers, money, telephones and places', () => {
  it('groups thousands with points and puts no space into money', () => {
    expect(number(12500)).toBe('12.500');
    expect(rupiah(15000)).toBe('Rp15.000');
    expect(rupiah(-1234567)).toBe('−Rp1.234.567');
  });

  it('shows a stored telephone number as people write it', () => {
    expect(phone('+6281200000001')).toBe('0812-0000-0001');
    expect(phone('+628120000001')).toBe('0812-0000-001');
    expect(phone('112')).toBe('112');
  });

  it('joins words with commas and a last "dan"', () => {
    expect(list(['lunak'])).toBe('lunak');
    expect(list(['lunak', 'rendah gula', 'tanpa santan'])).toBe(
      'lunak, rendah gula dan tanpa santan',
    );
  });

  it('leaves out what is not known of a place', () => {
    expect(placeLine({ rt: '007', rw: '04', gang: 'Gang Mawar III' })).toBe(
      'RT 007 / RW 04 · Gang Mawar III',
    );
    expect(placeLine({ rt: '', rw: '04', gang: '', house_no: '12' })).toBe('RW 04 · no.\u00a012');
    expect(rtRw({ rt: '', rw: '' })).toBe('');
  });
});
