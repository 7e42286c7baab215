import { describe, expect, it } from 'vitest';
import { moved, placeBehind, stepTo } from './order';

const doors = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
const after = (moving: string[], to: number) =>
  moved(doors, new Set(moving), to)
    .map((door) => door.id)
    .join('');
const step = (moving: string[], down: boolean) => {
  const to = stepTo(doors, new Set(moving), down);
  return to === null ? 'stays' : after(moving, to);
};

describe('the order of doors', () => {
  it('names the door behind which the moved ones stand, never one that moves', () => {
    expect(placeBehind(doors, new Set(['d']), 1)).toBe('a');
    expect(placeBehind(doors, new Set(['d']), 0)).toBeNull();
    expect(placeBehind(doors, new Set(['b', 'c']), 3)).toBe('a');
    expect(placeBehind(doors, new Set(['a']), 99)).toBe('e');
  });

  it('moves a door where it is dropped', () => {
    expect(after(['d'], 1)).toBe('adbce');
    expect(after(['a'], 5)).toBe('bcdea');
    expect(after(['b', 'd'], 0)).toBe('bdace');
  });

  it('moves one step by key, and no further than the ends', () => {
    expect(step(['c'], false)).toBe('acbde');
    expect(step(['c'], true)).toBe('abdce');
    expect(step(['a'], false)).toBe('stays');
    expect(step(['e'], true)).toBe('stays');
  });

  it('moves selected doors together', () => {
    expect(step(['b', 'c'], true)).toBe('adbce');
    expect(step(['b', 'c'], false)).toBe('bcade');
    expect(step(['d', 'e'], true)).toBe('stays');
    expect(step(['a', 'e'], true)).toBe('bcdae');
  });
});
