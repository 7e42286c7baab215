/** A thing of a list whose place may not move while somebody points at it. */
export interface Steady<T> {
  item: T;
  /** No longer in the list: it keeps its place until the pointer leaves. */
  gone: boolean;
}

/**
 * The list to show after news came.
 *
 * While somebody points at the list or writes in it (`held`), what is shown keeps its place: changed
 * things change where they are, gone ones stay as gone, new ones come below. Nothing that was under a
 * pointer becomes another thing. Without a pointer the order is simply the new one.
 */
export function steady<T extends { id: string }>(
  shown: Steady<T>[],
  next: T[],
  held: boolean,
): Steady<T>[] {
  if (!held) return next.map((item) => ({ item, gone: false }));
  const fresh = new Map(next.map((item) => [item.id, item]));
  const kept = shown.map(({ item }) => {
    const now = fresh.get(item.id);
    fresh.delete(item.id);
    return { item: now ?? item, gone: now === undefined };
  });
  return [...kept, ...[...fresh.values()].map((item) => ({ item, gone: false }))];
}
