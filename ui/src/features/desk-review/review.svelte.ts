import type { DeskApi } from '../../desk/api';
import type { ReviewDecision } from '../../lib/api/generated/ReviewDecision';
import type { ReviewItem } from '../../lib/api/generated/ReviewItem';
import type { ReviewView } from '../../lib/api/generated/ReviewView';

export type Kind = ReviewItem['body']['kind'];
/** An item with the body of one kind. */
export type ItemOf<K extends Kind> = ReviewItem & {
  body: Extract<ReviewItem['body'], { kind: K }>;
};

/** In the order of the filters. */
export const KINDS: Kind[] = [
  'conflict',
  'off_list',
  'same_person',
  'duplicate',
  'set_aside',
  'late',
  'uncertain_date',
  'proposal',
];

/** What needs checking. When one is settled, the one that takes its place is shown. */
export class Review {
  items = $state.raw<ReviewItem[] | null>(null);
  /** So many people are not compared with the others yet. */
  comparing = $state(0);
  /** More pairs come when those that are listed are settled. */
  morePairs = $state(false);
  /** Only this kind is listed; `null`: all. */
  filter = $state<Kind | null>(null);
  /** Of those that are listed. */
  at = $state(0);
  /** Items of one kind that get one decision together. */
  selected = $state.raw<ReadonlySet<string>>(new Set());
  error = $state.raw<unknown>(null);
  busy = $state(false);
  scrollTop = 0;
  readonly api: DeskApi;

  constructor(api: DeskApi) {
    this.api = api;
  }

  listed = $derived.by<ReviewItem[]>(() => {
    const { items, filter } = this;
    if (!items) return [];
    return filter === null ? items : items.filter((item) => item.body.kind === filter);
  });

  chosen = $derived.by<ReviewItem[]>(() =>
    (this.items ?? []).filter((item) => this.selected.has(item.id)),
  );

  counts = $derived.by<Record<Kind, number>>(() => {
    const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>;
    for (const item of this.items ?? []) counts[item.body.kind]++;
    return counts;
  });

  get current(): ReviewItem | null {
    return this.listed[this.at] ?? null;
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
    this.at = Math.max(0, Math.min(to, this.listed.length - 1));
  }

  /** Lists one kind, or all; what is shown stays shown where it still is listed. */
  list(kind: Kind | null): void {
    const shown = this.current?.id ?? null;
    this.filter = kind;
    this.selected = new Set();
    const at = this.listed.findIndex((item) => item.id === shown);
    this.move(Math.max(0, at));
  }

  /** Shows the item with this id, or the first about the person with this id. */
  show(id: string): void {
    this.filter = null;
    const at = this.listed.findIndex((item) => item.id === id);
    const about = at >= 0 ? at : this.listed.findIndex((item) => item.person_id === id);
    if (about >= 0) this.at = about;
  }

  /** One decision is for one kind: an item of another kind begins a new selection. */
  toggle(item: ReviewItem): void {
    const first = this.chosen[0];
    const next = new Set(first && first.body.kind !== item.body.kind ? [] : this.selected);
    if (!next.delete(item.id)) next.add(item.id);
    this.selected = next;
  }

  selectAll(kind: Kind): void {
    const ids = (this.items ?? []).filter((item) => item.body.kind === kind);
    this.selected = new Set(ids.map((item) => item.id));
  }

  selectNone(): void {
    this.selected = new Set();
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

  /** The same decision for all of these, in one go: all of them or none. */
  decide(items: ReviewItem[], decision: ReviewDecision, note: string): Promise<boolean> {
    const item_ids = items.map((item) => item.id);
    return this.settle(() => this.api.reviewDecide({ item_ids, decision, note }));
  }

  reopen(items: ReviewItem[]): Promise<boolean> {
    const item_ids = items.map((item) => item.id);
    return this.settle(() => this.api.reviewReopen({ item_ids }));
  }

  /** `keep`: the item that stays shown wherever it is now. */
  #take(view: ReviewView, keep: string | null): void {
    this.items = view.items;
    this.comparing = view.comparing;
    this.morePairs = view.more_pairs;
    const left = new Set(view.items.map((item) => item.id));
    this.selected = new Set([...this.selected].filter((id) => left.has(id)));
    if (this.filter !== null && this.counts[this.filter] === 0) this.filter = null;
    const at = keep === null ? -1 : this.listed.findIndex((item) => item.id === keep);
    this.move(at >= 0 ? at : this.at);
  }
}
