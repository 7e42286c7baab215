import type { Outcome } from '../../lib/api/generated/Outcome';
import type { TodayMark } from '../../lib/api/generated/TodayMark';

const HANDED_OVER: readonly Outcome[] = [
  'received_self',
  'received_family',
  'left_with_neighbor',
  'left_at_place',
  'already_received',
];

export function isHandedOver(outcome: Outcome): boolean {
  return HANDED_OVER.includes(outcome);
}

/** How a mark of today asks for the eye: need first, then what is open, then what is done. */
export function toneOf(
  mark: TodayMark,
): 'alarm' | 'ok' | 'retry' | 'look' | 'review' | 'no_route' | 'new' | 'plain' {
  switch (mark.kind) {
    case 'attempt':
      if (mark.wellbeing === 'urgent') return 'alarm';
      if (isHandedOver(mark.outcome)) return 'ok';
      return mark.final_for_today ? 'look' : 'retry';
    case 'review':
    case 'no_route':
    case 'new':
      return mark.kind;
    case 'held':
    case 'waiting':
    case 'no_service':
      return 'plain';
  }
}
