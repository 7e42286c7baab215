import type { DietView } from '../../lib/api/generated/DietView';
import type { DoorContactView } from '../../lib/api/generated/DoorContactView';
import type { DoorView } from '../../lib/api/generated/DoorView';
import { rtRw } from '../../lib/format/place';
import { list } from '../../lib/format/text';
import { codes } from '../../lib/i18n/codes';
import { roundText } from './messages';

/** "lunak, rendah gula": what changes the hand-over; empty where nothing does. */
export function dietWords(diet: DietView | null): string[] {
  if (!diet) return [];
  const words = codes();
  return [
    ...(diet.texture === 'regular' ? [] : [words.texture[diet.texture]]),
    ...diet.flags.map((flag) => words.dietFlag[flag]),
    ...(diet.allergy ? [roundText().door.allergy(diet.allergy)] : []),
    ...(diet.note ? [diet.note] : []),
  ];
}

/** "2 kotak, lunak dan rendah gula" */
export function boxesWithDiet(door: DoorView, boxes: string): string {
  return [boxes, list(dietWords(door.diet))].filter(Boolean).join(', ');
}

/** "tetangga, pintu biru" */
export function contactWords(contact: DoorContactView): string {
  return [codes().relation[contact.relation], contact.hint].filter(Boolean).join(', ');
}

/** "RT 007 / RW 04 · belakang pos ronda": one line of a closed door. */
export function rowPlace(door: Pick<DoorView, 'rt' | 'rw' | 'gang' | 'landmark'>): string {
  return [rtRw(door), door.landmark || door.gang].filter(Boolean).join(' · ');
}

/** "Gang Mawar III no. 12, RT 007 / RW 04, Kelurahan Kampung Rawa": to say on the telephone. */
export function spokenAddress(door: DoorView): string {
  const house = door.house_no ? `no. ${door.house_no}` : '';
  const kelurahan = door.kelurahan_name ? roundText().help.kelurahan(door.kelurahan_name) : '';
  return [[door.gang, house].filter(Boolean).join(' '), rtRw(door), kelurahan]
    .filter(Boolean)
    .join(', ');
}
