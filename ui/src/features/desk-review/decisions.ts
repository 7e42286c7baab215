import type { ReviewDecision } from '../../lib/api/generated/ReviewDecision';
import type { ReviewItem } from '../../lib/api/generated/ReviewItem';
import type { Kind } from './review.svelte';

/** A server that waits for its upgrade decides by itself; nobody can hurry it. */
export function waitsForServer(item: ReviewItem): boolean {
  const { body } = item;
  return (
    body.kind === 'set_aside' &&
    body.state === 'held' &&
    (body.cause === 'unknown_kind' || body.cause === 'apply_error')
  );
}

const OF_KIND: Record<Kind, ReviewDecision[]> = {
  conflict: ['keep_latest', 'keep_earliest'],
  off_list: ['settle'],
  same_person: ['settle'],
  duplicate: ['settle'],
  set_aside: ['accept', 'settle'],
  late: ['settle'],
  uncertain_date: ['settle'],
  proposal: ['settle'],
};

/** The decisions that fit all of these items, which are of one kind. */
export function decisionsFor(items: ReviewItem[]): ReviewDecision[] {
  const kind = items[0]?.body.kind;
  if (!kind || items.some(waitsForServer)) return [];
  const acceptable = items.every((item) => item.body.kind !== 'set_aside' || item.body.can_accept);
  return OF_KIND[kind].filter((decision) => decision !== 'accept' || acceptable);
}
