import { describe, expect, it } from 'vitest';
import { sentence } from './sentence';
import { todayWords } from './words';

const say = (doors_done: number, doors_total: number, urgent = 0, silent = 0) =>
  sentence({ doors_done, doors_total, urgent, silent }, todayWords());
const text = (...args: Parameters<typeof say>) =>
  say(...args)
    .map((run) => run.text)
    .join('');

describe('the sentence of the day', () => {
  it('says how far it is and who needs somebody', () => {
    expect(text(62, 84, 1, 1)).toBe('62 dari 84 sudah diantar. 1 minta tolong, 1 tanpa kabar.');
  });

  it('does not say what is zero', () => {
    expect(text(62, 84)).toBe('62 dari 84 sudah diantar.');
    expect(text(62, 84, 0, 2)).toBe('62 dari 84 sudah diantar. 2 tanpa kabar.');
  });

  it('says plainly that all is done, or that there was nothing to do', () => {
    expect(text(84, 84)).toBe('Semua 84 sudah diantar.');
    expect(text(0, 0)).toBe('Tidak ada pintu hari ini.');
  });

  it('leads from each number to the records that it counts', () => {
    expect(say(62, 84, 1, 1).flatMap((run) => (run.to ? [run.to] : []))).toEqual([
      { screen: 'people', filter: 'done_today' },
      'todo:urgent',
      'todo:silent',
    ]);
  });
});
