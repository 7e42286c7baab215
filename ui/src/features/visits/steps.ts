import type { VisitValueView } from '../../lib/api/generated/VisitValueView';

/** The questions of a short visit, in order; each has an address, so that back asks the one before. */
export type Step = 'whom' | 'how' | 'complaints' | 'next' | 'when';

/** The question after an answer; `null`: everything is said. */
export function stepAfter(step: Step | 'result', value: VisitValueView): Step | null {
  switch (step) {
    case 'result':
      return value.outcome === 'met' ? 'whom' : 'next';
    case 'whom':
      return value.met.includes('person') ? 'how' : 'next';
    case 'how':
      return value.wellbeing === 'well' ? 'next' : 'complaints';
    case 'complaints':
      return 'next';
    case 'next':
      return value.next === 'nothing' ? null : 'when';
    case 'when':
      return null;
  }
}

/** The question that a visit still needs after one of its answers was mended; `null`: it is whole. */
export function stepAfterMending(step: Step, value: VisitValueView): Step | null {
  if (step === 'how' && value.wellbeing !== 'well') return 'complaints';
  if (value.met.includes('person') && value.wellbeing === null) return 'how';
  if (value.next === null) return 'next';
  return value.next !== 'nothing' && value.next_on === null ? 'when' : null;
}

/** Where an interrupted visit goes on. */
export function openStep(value: VisitValueView): Step | null {
  if (value.outcome === null) return null;
  if (value.outcome === 'met' && value.met.length === 0) return 'whom';
  if (value.outcome === 'met' && value.met.includes('person') && value.wellbeing === null) {
    return 'how';
  }
  return value.next === null ? 'next' : 'when';
}

export function parseStep(text: string | undefined): Step | null {
  const steps: readonly Step[] = ['whom', 'how', 'complaints', 'next', 'when'];
  return steps.find((step) => step === text) ?? null;
}
