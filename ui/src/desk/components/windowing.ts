/** Rows of one height, of which one may stand open and be higher. Lengths in CSS pixels. */
export interface Rows {
  count: number;
  height: number;
  /** The row that stands open, `-1`: none. */
  open: number;
  openHeight: number;
}

export interface Window {
  /** The first row to draw, and the one behind the last. */
  from: number;
  to: number;
  /** Room to leave above and below the drawn rows. */
  above: number;
  below: number;
}

const OVERSCAN = 8;

export function topOf(rows: Rows, index: number): number {
  const taller = 0 <= rows.open && rows.open < index ? rows.openHeight - rows.height : 0;
  return index * rows.height + taller;
}

export function totalHeight(rows: Rows): number {
  return topOf({ ...rows, open: rows.open < rows.count ? rows.open : -1 }, rows.count);
}

/** Which rows to draw for what is in view. */
export function windowOf(rows: Rows, scrollTop: number, viewHeight: number): Window {
  const first = indexAt(rows, scrollTop);
  const last = indexAt(rows, scrollTop + viewHeight);
  const from = Math.max(0, first - OVERSCAN);
  const to = Math.min(rows.count, last + 1 + OVERSCAN);
  return {
    from,
    to,
    above: topOf(rows, from),
    below: Math.max(0, totalHeight(rows) - topOf(rows, to)),
  };
}

/** The scroll position that shows a row whole, moving as little as possible. */
export function scrollTo(rows: Rows, index: number, scrollTop: number, viewHeight: number): number {
  const top = topOf(rows, index);
  const bottom = top + (index === rows.open ? rows.openHeight : rows.height);
  if (top < scrollTop) return top;
  if (scrollTop + viewHeight < bottom) return Math.max(0, Math.min(top, bottom - viewHeight));
  return scrollTop;
}

function indexAt(rows: Rows, y: number): number {
  if (rows.count === 0) return 0;
  const openTop = topOf(rows, Math.max(rows.open, 0));
  const index =
    rows.open < 0 || y < openTop
      ? Math.floor(y / rows.height)
      : y < openTop + rows.openHeight
        ? rows.open
        : Math.floor((y - (rows.openHeight - rows.height)) / rows.height);
  return Math.min(Math.max(index, 0), rows.count - 1);
}

/** A length in rem as pixels of this page, whatever size of text was chosen. */
export function pixels(rem: number): number {
  return rem * (parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
}
