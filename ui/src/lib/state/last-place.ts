/** Where the person was, so that a killed app comes back there on the same day. */
const KEY = 'rantang.place';

export function rememberPlace(date: string, path: string): void {
  localStorage.setItem(KEY, JSON.stringify({ date, path }));
}

/** The path of that day; `null` on another day, or when nothing is kept. */
export function recallPlace(date: string): string | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const { date: day, path } = kept as { date?: unknown; path?: unknown };
    return day === date && typeof path === 'string' && path.startsWith('/') ? path : null;
  } catch {
    return null;
  }
}
