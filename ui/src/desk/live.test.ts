import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Live } from './live';

describe('news of changed records', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are told at once, and what follows soon is told together', () => {
    const live = new Live(400);
    const load = vi.fn();
    live.on(load);
    for (let i = 0; i < 50; i++) live.changed();
    expect(load).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(400);
    expect(load).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(5000);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('are not told to a screen that was left', () => {
    const live = new Live();
    const load = vi.fn();
    live.on(load)();
    live.changed();
    expect(load).not.toHaveBeenCalled();
  });
});
