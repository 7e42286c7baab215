import type { PersonRow } from '../../lib/api/generated/PersonRow';
import { daysBetween, nearDate } from '../../lib/format/time';
import type { personWords } from '../../desk/components/person-words';

type Words = ReturnType<typeof personWords>;

/** "007/04": RT and RW as the table has room for them. */
export function shortPlace(row: Pick<PersonRow, 'rt' | 'rw'>): string {
  return [row.rt, row.rw].filter(Boolean).join('/');
}

/** "hari ini", "kemarin", "9 hari lalu", "belum". */
export function lastMet(row: Pick<PersonRow, 'last_met_on'>, today: string, t: Words): string {
  if (row.last_met_on === null) return t.never;
  const days = daysBetween(row.last_met_on, today);
  return days <= 1 ? nearDate(row.last_met_on, today) : t.daysAgo(days);
}

/** Not met for so long that the eye should stop there. */
export function isLongAgo(row: Pick<PersonRow, 'last_met_on'>, today: string): boolean {
  return row.last_met_on === null || daysBetween(row.last_met_on, today) > 2;
}
