interface Door {
  id: string;
}

/**
 * Behind whom doors stand after a move; `null`: at the head.
 *
 * `to` is where the first of them shall stand, counted in the list as it is now. Those that move are
 * never named: the one behind whom they stand must stay.
 */
export function placeBehind(
  doors: readonly Door[],
  moving: ReadonlySet<string>,
  to: number,
): string | null {
  for (let at = Math.min(to, doors.length) - 1; at >= 0; at--) {
    const door = doors[at];
    if (door && !moving.has(door.id)) return door.id;
  }
  return null;
}

/** One step up or down for the doors that move together, as `to` of `placeBehind`; `null`: already at the end. */
export function stepTo(
  doors: readonly Door[],
  moving: ReadonlySet<string>,
  down: boolean,
): number | null {
  const places = doors.flatMap((door, at) => (moving.has(door.id) ? [at] : []));
  const first = places[0];
  const last = places.at(-1);
  if (first === undefined || last === undefined) return null;
  const together = last - first + 1 === places.length;
  if (down) {
    if (last === doors.length - 1) return together ? null : last + 1;
    return last + 2;
  }
  return first === 0 ? (together ? null : 0) : first - 1;
}

/** The list as it will be: shown at once, before the device answered. */
export function moved<D extends Door>(
  doors: readonly D[],
  moving: ReadonlySet<string>,
  to: number,
): D[] {
  const behind = placeBehind(doors, moving, to);
  const staying = doors.filter((door) => !moving.has(door.id));
  const at = behind === null ? 0 : staying.findIndex((door) => door.id === behind) + 1;
  return [
    ...staying.slice(0, at),
    ...doors.filter((door) => moving.has(door.id)),
    ...staying.slice(at),
  ];
}
