import type { DeskApi } from '../../desk/api';
import type { BoardView } from '../../lib/api/generated/BoardView';
import type { TodoView } from '../../lib/api/generated/TodoView';
import { steady, type Steady } from './steady';

/** The day as the board shows it. The list of acts keeps its places while it is `held`. */
export class Today {
  board = $state.raw<BoardView | null>(null);
  todo = $state.raw<Steady<TodoView>[]>([]);
  error = $state.raw<unknown>(null);
  #held = false;
  #api: DeskApi;

  constructor(api: DeskApi) {
    this.#api = api;
  }

  async load(): Promise<void> {
    try {
      this.#take(await this.#api.boardDay({ date: null }));
    } catch (cause) {
      this.error = cause;
    }
  }

  /** Writes what was done about an alert. Throws what the device refused; the text stays with the form. */
  async acknowledge(alert: TodoView, action: string): Promise<void> {
    if (!this.board) return;
    this.#take(
      await this.#api.alertAcknowledge({ alert_id: alert.id, date: this.board.date, action }),
    );
  }

  /** Somebody points at the list or writes in it. */
  hold(held: boolean): void {
    this.#held = held;
    if (!held && this.board) this.todo = steady(this.todo, this.board.todo, false);
  }

  /** What is shown is not in the newest order. */
  get waits(): boolean {
    const next = this.board?.todo ?? [];
    return (
      next.length !== this.todo.length ||
      next.some((item, at) => this.todo[at]?.item.id !== item.id)
    );
  }

  #take(board: BoardView): void {
    this.board = board;
    this.todo = steady(this.todo, board.todo, this.#held);
    this.error = null;
  }
}
