import { describe, expect, it } from 'vitest';
import { steady } from './steady';

const list = (...ids: string[]) => ids.map((id) => ({ id }));
const show = (rows: ReturnType<typeof steady>) =>
  rows.map((row) => (row.gone ? `(${row.item.id})` : row.item.id));

describe('the list of things that ask for an act', () => {
  const shown = steady([], list('a', 'b', 'c'), false);

  it('takes the new order when nobody points at it', () => {
    expect(show(steady(shown, list('x', 'c', 'a'), false))).toEqual(['x', 'c', 'a']);
  });

  it('moves nothing under the pointer: the gone stay, the new come below', () => {
    expect(show(steady(shown, list('x', 'c', 'a'), true))).toEqual(['a', '(b)', 'c', 'x']);
  });

  it('shows the newest words of what stays', () => {
    const next = [{ id: 'b', note: 'sudah ditelepon' }];
    const after = steady<{ id: string; note?: string }>(shown, next, true);
    expect(after[1]).toEqual({ item: next[0], gone: false });
  });

  it('lets the gone go when the pointer leaves', () => {
    const held = steady(shown, list('a'), true);
    expect(show(steady(held, list('a'), false))).toEqual(['a']);
  });
});
