import type { BoardView } from '../../lib/api/generated/BoardView';
import type { Place } from '../../desk/places';
import type { todayWords } from './words';

/** A run of the day's sentence; what counts something leads to the records it counts. */
export interface Run {
  text: string;
  to?: Place | 'todo:urgent' | 'todo:silent';
  alarm?: boolean;
}

type Counts = Pick<BoardView, 'doors_done' | 'doors_total' | 'urgent' | 'silent'>;

/** "62 dari 84 sudah diantar. 1 minta tolong, 1 tanpa kabar." What is zero is not said. */
export function sentence(board: Counts, t: ReturnType<typeof todayWords>): Run[] {
  if (board.doors_total === 0) return [{ text: `${t.nobodyDue}.` }];
  const all = board.doors_done >= board.doors_total;
  const runs: Run[] = all
    ? [
        { text: t.allDelivered(board.doors_total), to: { screen: 'people', filter: 'done_today' } },
        { text: '.' },
      ]
    : [
        {
          text: t.doneOf(board.doors_done, board.doors_total),
          to: { screen: 'people', filter: board.doors_done === 0 ? 'open_today' : 'done_today' },
        },
        { text: `${t.delivered}.` },
      ];
  const exceptions: Run[] = [];
  if (board.urgent > 0)
    exceptions.push({ text: t.urgent(board.urgent), to: 'todo:urgent', alarm: true });
  if (board.silent > 0) exceptions.push({ text: t.silent(board.silent), to: 'todo:silent' });
  exceptions.forEach((exception, index) =>
    runs.push({ text: index === 0 ? ' ' : ', ' }, exception),
  );
  if (exceptions.length > 0) runs.push({ text: '.' });
  return runs;
}
