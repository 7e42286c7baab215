import { describe, expect, it } from 'vitest';
import { scrollTo, topOf, totalHeight, windowOf, type Rows } from './windowing';

const rows = (change: Partial<Rows> = {}): Rows => ({
  count: 10_000,
  height: 37,
  open: -1,
  openHeight: 90,
  ...change,
});

describe('a table of ten thousand rows', () => {
  it('draws only what is in view and a little around it', () => {
    const view = windowOf(rows(), 37 * 5000, 600);
    expect(view.from).toBe(4992);
    expect(view.to - view.from).toBeLessThan(40);
  });

  it('is as high as all its rows wherever it is scrolled', () => {
    const open = rows({ open: 42 });
    for (const top of [0, 1500, 37 * 41, 37 * 43, 200_000]) {
      const view = windowOf(open, top, 600);
      const drawn = topOf(open, view.to) - topOf(open, view.from);
      expect(view.above + drawn + view.below).toBe(totalHeight(open));
    }
  });

  it('makes room for the row that stands open', () => {
    expect(totalHeight(rows({ open: 3 }))).toBe(10_000 * 37 + 53);
    expect(topOf(rows({ open: 3 }), 3)).toBe(111);
    expect(topOf(rows({ open: 3 }), 4)).toBe(201);
  });

  it('scrolls only as far as the row needs', () => {
    expect(scrollTo(rows(), 5, 0, 600)).toBe(0);
    expect(scrollTo(rows(), 20, 0, 600)).toBe(21 * 37 - 600);
    expect(scrollTo(rows(), 2, 400, 600)).toBe(74);
  });

  it('draws nothing when it is empty', () => {
    expect(windowOf(rows({ count: 0 }), 0, 600)).toEqual({ from: 0, to: 0, above: 0, below: 0 });
  });
});
