import type { Outcome } from '../../lib/api/generated/Outcome';

/**
 * The way through one door. Every step is a place in the router, so that back leads one step back and
 * a killed app comes back to the same question.
 */
export type Step =
  /** The door stands open at the head of the list. */
  | { kind: 'door' }
  /** "Bagaimana keadaan beliau hari ini?" */
  | { kind: 'ask'; outcome: Outcome }
  /** What is wrong, in chips. */
  | { kind: 'unwell'; outcome: Outcome }
  | { kind: 'no_answer' }
  /** Which of the known contacts takes the boxes. */
  | { kind: 'neighbor' }
  /** "Ada yang melihat beliau?" */
  | { kind: 'seen'; then: Unmet }
  /** Every other outcome. */
  | { kind: 'other' }
  /** Until when. */
  | { kind: 'until'; outcome: Outcome }
  /** Why, in chips. */
  | { kind: 'reason'; outcome: Outcome }
  /** Asked once more: what hurts, or ends the deliveries. */
  | { kind: 'confirm'; outcome: Outcome };

/** What happens with the boxes of somebody who was not met. */
export type Unmet =
  { kind: 'contact'; id: string } | { kind: 'retry' } | { kind: 'back' } | { kind: 'place' };

/** Whether a door is recorded for the first time or corrected afterwards. */
export type Mode = 'door' | 'fix';

export const groups: readonly {
  key: 'met' | 'not_now' | 'not_today' | 'report';
  outcomes: readonly Outcome[];
}[] = [
  { key: 'met', outcomes: ['left_with_neighbor', 'left_at_place', 'already_received'] },
  { key: 'not_now', outcomes: ['not_home', 'searching', 'access_blocked', 'address_not_found'] },
  { key: 'not_today', outcomes: ['refused_today', 'hospitalized', 'away', 'evacuated', 'other'] },
  { key: 'report', outcomes: ['deceased', 'moved', 'declined'] },
];

/** The question that an outcome still needs; `null`: it can be saved as it is. */
export function question(outcome: Outcome): Step | null {
  switch (outcome) {
    case 'received_self':
    case 'received_family':
    case 'refused_today':
      return { kind: 'ask', outcome };
    case 'no_answer':
      return { kind: 'no_answer' };
    case 'left_with_neighbor':
      return { kind: 'neighbor' };
    case 'left_at_place':
      return { kind: 'seen', then: { kind: 'place' } };
    case 'away':
    case 'hospitalized':
    case 'evacuated':
      return { kind: 'until', outcome };
    case 'access_blocked':
    case 'other':
      return { kind: 'reason', outcome };
    case 'deceased':
    case 'moved':
    case 'declined':
      return { kind: 'confirm', outcome };
    case 'already_received':
    case 'not_home':
    case 'searching':
    case 'address_not_found':
      return null;
  }
}

/** The outcome of somebody who was not met, by what happens with the boxes. */
export function unmetOutcome(then: Unmet): Outcome {
  switch (then.kind) {
    case 'contact':
      return 'left_with_neighbor';
    case 'place':
      return 'left_at_place';
    case 'retry':
    case 'back':
      return 'no_answer';
  }
}

/** Where a step lies: "/round/door/ID/ask/received_self". */
export function stepPath(mode: Mode, door: string, step: Step): string {
  const base = `/round/${mode}/${door}`;
  switch (step.kind) {
    case 'door':
      return base;
    case 'no_answer':
    case 'neighbor':
    case 'other':
      return `${base}/${step.kind}`;
    case 'seen':
      return step.then.kind === 'contact'
        ? `${base}/seen/contact/${step.then.id}`
        : `${base}/seen/${step.then.kind}`;
    default:
      return `${base}/${step.kind}/${step.outcome}`;
  }
}

/** Reads a step back; a path that nobody made leads to the door itself. */
export function parseStep(segments: readonly string[]): Step {
  const [kind, arg, id] = segments;
  switch (kind) {
    case 'no_answer':
    case 'neighbor':
    case 'other':
      return { kind };
    case 'ask':
    case 'unwell':
    case 'until':
    case 'reason':
    case 'confirm':
      return isOutcome(arg) ? { kind, outcome: arg } : { kind: 'door' };
    case 'seen':
      if (arg === 'contact' && id) return { kind, then: { kind: 'contact', id } };
      if (arg === 'retry' || arg === 'back' || arg === 'place')
        return { kind, then: { kind: arg } };
      return { kind: 'door' };
    default:
      return { kind: 'door' };
  }
}

const outcomes = new Set<string>([
  'received_self',
  'received_family',
  'no_answer',
  ...groups.flatMap((group) => group.outcomes),
] satisfies Outcome[]);

function isOutcome(text: string | undefined): text is Outcome {
  return text !== undefined && outcomes.has(text);
}
