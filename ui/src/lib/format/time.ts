import { i18n } from '../i18n/index.svelte';

/** WIB is UTC+7 the whole year; the zone of the phone or the office is never asked. */
const WIB_MS = 7 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

const names = {
  id: {
    days: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
    months: [
      'Januari',
      'Februari',
      'Maret',
      'April',
      'Mei',
      'Juni',
      'Juli',
      'Agustus',
      'September',
      'Oktober',
      'November',
      'Desember',
    ],
    today: 'hari ini',
    yesterday: 'kemarin',
    tomorrow: 'besok',
  },
  en: {
    days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
    months: [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ],
    today: 'today',
    yesterday: 'yesterday',
    tomorrow: 'tomorrow',
  },
};

/** "2026-11-24" → its parts; everything here takes dates as the device sends them. */
function parts(date: string) {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const words = names[i18n.language];
  return { year, day, weekday: words.days[weekday] ?? '', month: words.months[month - 1] ?? '' };
}

/** "Selasa, 24 November 2026" */
export function longDate(date: string): string {
  const { weekday, day, month, year } = parts(date);
  return `${weekday}, ${day} ${month} ${year}`;
}

/** "Selasa, 24 November": where the year is plain */
export function dayDate(date: string): string {
  const { weekday, day, month } = parts(date);
  return `${weekday}, ${day} ${month}`;
}

/** "24 November 2026" */
export function plainDate(date: string): string {
  const { day, month, year } = parts(date);
  return `${day} ${month} ${year}`;
}

/** "24/11/2026" */
export function shortDate(date: string): string {
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year}`;
}

export function weekdayName(date: string): string {
  return parts(date).weekday;
}

/** The date in Jakarta at an instant: "2026-11-24". */
export function dateOf(ms: number): string {
  return new Date(ms + WIB_MS).toISOString().slice(0, 10);
}

/** The date that many days later, or earlier. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days `to` is after `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** "09.30": hours and minutes in Jakarta. */
export function clock(ms: number): string {
  const text = new Date(ms + WIB_MS).toISOString().slice(11, 16);
  return i18n.language === 'id' ? text.replace(':', '.') : text;
}

/** "09.30 WIB" */
export function clockWib(ms: number): string {
  return `${clock(ms)} WIB`;
}

/** "kemarin 19.04", "hari ini 05.10", "Sabtu, 21 November 19.04": seen from a date. */
export function moment(ms: number, today: string): string {
  return `${nearDate(dateOf(ms), today)} ${clock(ms)}`;
}

/** "hari ini", "kemarin", "besok", or "Sabtu, 21 November". */
export function nearDate(date: string, today: string): string {
  const words = names[i18n.language];
  switch (daysBetween(today, date)) {
    case 0:
      return words.today;
    case -1:
      return words.yesterday;
    case 1:
      return words.tomorrow;
    default:
      return dayDate(date);
  }
}
