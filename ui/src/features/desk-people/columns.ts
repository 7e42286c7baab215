import type { PeopleSort } from '../../lib/api/generated/PeopleSort';

export type Column =
  'name' | 'age' | 'place' | 'route' | 'courier' | 'today' | 'met' | 'status' | 'diet' | 'born';

/** Width in rem; the place takes what is left. */
export const COLUMNS: readonly {
  key: Column;
  width: number | null;
  sort: PeopleSort | null;
  right?: true;
}[] = [
  { key: 'name', width: 11.6, sort: 'name' },
  { key: 'age', width: 4, sort: 'age', right: true },
  { key: 'born', width: 4.6, sort: null, right: true },
  { key: 'place', width: null, sort: 'place' },
  { key: 'route', width: 7.5, sort: 'route' },
  { key: 'courier', width: 5.6, sort: null },
  { key: 'diet', width: 6, sort: null },
  { key: 'today', width: 10.4, sort: null },
  { key: 'met', width: 5.9, sort: 'last_met' },
  { key: 'status', width: 7.4, sort: null },
];

const DEFAULT: readonly Column[] = ['name', 'age', 'place', 'courier', 'today', 'met'];
const KEY = 'rantang.desk.columns';

/** The columns that this person chose on this computer. */
export function recallColumns(): Column[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (!Array.isArray(kept)) return [...DEFAULT];
    const known = COLUMNS.map((column) => column.key).filter(
      (key) => key === 'name' || kept.includes(key),
    );
    return known;
  } catch {
    return [...DEFAULT];
  }
}

export function rememberColumns(columns: readonly Column[]): void {
  localStorage.setItem(KEY, JSON.stringify(columns));
}
