import type { DeskApi } from '../../desk/api';
import type { ReviewItem } from '../../lib/api/generated/ReviewItem';
import type { ReviewView } from '../../lib/api/generated/ReviewView';

export type Kind = ReviewItem['body']['kind'];
/** An item with the body of one kind. */
export type ItemOf<K extends Kind> = ReviewItem & {
  body: Extract<ReviewItem['body'], { kind: K }>;
};

/** What needs checking. When one is settled, the one that takes its place is shown. */
export class Review {
  items = $state.raw<ReviewItem[] | null>(null);
  at = $state(0);
  error = $state.raw<unknown>(null);
  busy = $state(false);
  readonly api: DeskApi;

  constructor(api: DeskApi) {
    this.api = api;
  }

  get current(): ReviewItem | null {
    return this.items?.[this.at] ?? null;
  }

  async load(): Promise<void> {
    try {
      this.#take(await this.api.reviewList(), this.current?.id ?? null);
      this.error = null;
    } catch (cause) {
      this.error = cause;
    }
  }

  move(to: number): void {
    this.at = Math.max(0, Math.min(to, (this.items?.length ?? 1) - 1));
  }

  /** Shows the item with this id, or the first about the person with this id. */
  show(id: string): void {
    const at = this.items?.findIndex((item) => item.id === id) ?? -1;
    const about = at >= 0 ? at : (this.items?.findIndex((item) => item.person_id === id) ?? -1);
    if (about >= 0) this.at = about;
  }

  /** Carries out one decision at a time; a double click does not settle the next thing. */
  async settle(act: () => Promise<ReviewView>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      this.#take(await act(), null);
      this.error = null;
      return true;
    } catch (cause) {
      this.error = cause;
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Marks all of a kind as seen, one after the other; stops at the first that is refused. */
  async settleAll(kind: Kind, note: string): Promise<number> {
    let done = 0;
    for (const item of (this.items ?? []).filter((one) => one.body.kind === kind)) {
      if (!(await this.settle(() => this.api.reviewSettle({ item_id: item.id, note })))) break;
      done++;
    }
    return done;
  }

  count(kind: Kind): number {
    return this.items?.filter((item) => item.body.kind === kind).length ?? 0;
  }

  /** `keep`: the item that stays shown wherever it is now. */
  #take(view: ReviewView, keep: string | null): void {
    this.items = view.items;
    const at = keep === null ? -1 : view.items.findIndex((item) => item.id === keep);
    this.move(at >= 0 ? at : this.at);
  }
}
