import { describe, expect, it } from 'vitest';

import { Drawing } from './drawing.svelte';

const box = { left: 10, top: 20, width: 300, height: 150 };
const pad = {
  getBoundingClientRect: () => box,
  setPointerCapture: () => undefined,
} as unknown as Element;

const touch = (clientX: number, clientY: number, pointerId = 1) => ({
  clientX,
  clientY,
  pointerId,
  currentTarget: pad,
});

describe('a drawn mark', () => {
  it('stands in the box of the records, whatever the size of the screen', () => {
    const drawing = new Drawing();
    drawing.begin(touch(10, 20));
    drawing.move(touch(160, 95));
    drawing.move(touch(9999, 9999));
    expect(drawing.strokes).toEqual([[0, 0, 300, 150, 600, 300]]);
  });

  it('follows one finger and leaves out what draws nothing new', () => {
    const drawing = new Drawing();
    drawing.begin(touch(10, 20));
    drawing.begin(touch(100, 100, 2));
    drawing.move(touch(100, 100, 2));
    drawing.move(touch(10.4, 20.4));
    expect(drawing.strokes).toEqual([[0, 0]]);
    drawing.end();
    drawing.begin(touch(160, 95));
    expect(drawing.strokes).toHaveLength(2);
    drawing.clear();
    expect(drawing.strokes).toEqual([]);
  });

  it('ends before it is larger than a record', () => {
    const drawing = new Drawing();
    drawing.begin(touch(10, 20));
    for (let at = 0; at < 2000; at += 1) drawing.move(touch(10 + (at % 300), 20 + (at % 150)));
    const points = drawing.strokes.flat().length / 2;
    expect(points).toBe(600);
  });
});
