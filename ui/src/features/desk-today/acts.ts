import type { AlertRule } from '../../lib/api/generated/AlertRule';
import type { TodoView } from '../../lib/api/generated/TodoView';
import type { Place } from '../../desk/places';
import type { todayWords } from './words';

export type Tone = 'alarm' | 'look' | 'plain' | 'grief';

export function toneOf(rule: AlertRule): Tone {
  switch (rule) {
    case 'urgent':
      return 'alarm';
    case 'death_reported':
      return 'grief';
    case 'duplicate':
    case 'off_list':
    case 'proposal':
      return 'plain';
    default:
      return 'look';
  }
}

/** Where the thing itself is settled; what is not settled elsewhere is written down here. */
export function placeOfAct(todo: TodoView): Place | null {
  switch (todo.rule) {
    case 'duplicate':
    case 'off_list':
    case 'proposal':
      return { screen: 'review', item: todo.id };
    case 'silent':
      return todo.route_id ? { screen: 'routes', route: todo.route_id } : null;
    default:
      return todo.person_id ? { screen: 'person', id: todo.person_id } : null;
  }
}

/** The word on the way to where it is decided; the others are opened by their title. */
export function actWord(rule: AlertRule, t: ReturnType<typeof todayWords>): string {
  if (rule === 'duplicate') return t.seeBoth;
  return rule === 'off_list' ? t.attach : t.decide;
}

/** Whether a note of what was done ends it; the others end when they are decided. */
export function endsByNote(rule: AlertRule): boolean {
  return toneOf(rule) === 'alarm' || toneOf(rule) === 'look';
}

/** Whether the attempts are the point of it. */
export function saysTried(rule: AlertRule): boolean {
  return rule === 'nobody_saw' || rule === 'searching' || rule === 'duplicate';
}
