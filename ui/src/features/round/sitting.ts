import type { Sitting } from '../../lib/api/generated/Sitting';

/** Which of Ramadan's two runs the courier chose, so that a killed app shows the same one. */
const KEY = 'rantang.sitting';

export function rememberSitting(date: string, sitting: Sitting): void {
  localStorage.setItem(KEY, `${date} ${sitting}`);
}

/** The run chosen on that day; `null` on another day, or when none was chosen. */
export function recallSitting(date: string): Sitting | null {
  const [day, sitting] = (localStorage.getItem(KEY) ?? '').split(' ');
  return day === date && (sitting === 'morning' || sitting === 'afternoon') ? sitting : null;
}
