import { describe, expect, it } from 'vitest';

import { Drafts } from './drafts';

describe('the draft of a door', () => {
  it('keeps its id over a restart, so that saving twice is one record', () => {
    const before = new Drafts('2026-11-24', 'morning').of('a').delivery_id;
    expect(new Drafts('2026-11-24', 'morning').of('a').delivery_id).toBe(before);
  });

  it('is another one after the attempt was saved: a retry is a further attempt', () => {
    const drafts = new Drafts('2026-11-24', 'morning');
    const first = drafts.of('a').delivery_id;
    drafts.done('a');
    expect(drafts.of('a').delivery_id).not.toBe(first);
  });

  it('remembers what was wrong with the food until the door is saved', () => {
    const drafts = new Drafts('2026-11-24', 'morning');
    drafts.toggleFlag('a', 'late');
    drafts.toggleFlag('a', 'food_spoiled');
    drafts.toggleFlag('a', 'late');
    expect(new Drafts('2026-11-24', 'morning').flags('a')).toEqual(['food_spoiled']);
  });

  it('of another day is gone', () => {
    new Drafts('2026-11-23', 'morning').of('a');
    new Drafts('2026-11-24', 'morning');
    expect(Object.keys(localStorage)).toEqual([]);
  });

  it('survives a store that somebody spoilt', () => {
    localStorage.setItem('rantang.drafts.2026-11-24.morning', '{broken');
    expect(new Drafts('2026-11-24', 'morning').of('a').flags).toEqual([]);
  });
});
