import type { RecordSaid } from '../../lib/api/generated/RecordSaid';
import type { ReviewItem } from '../../lib/api/generated/ReviewItem';
import { rtRw } from '../../lib/format/place';
import { clock, longDate } from '../../lib/format/time';
import type { codes } from '../../lib/i18n/codes';
import type { Words } from './words';

/** What a record says: "Diterima sendiri, 2 kotak". */
export function saidText(said: RecordSaid, t: Words, k: ReturnType<typeof codes>): string {
  const parts = [
    said.outcome ? k.outcome[said.outcome] : (t.recordKinds[said.kind_code] ?? t.recordOther),
    said.doors === null ? '' : t.doorsClosed(said.doors),
    said.boxes === null ? '' : t.boxes(said.boxes),
  ];
  return parts.filter(Boolean).join(', ');
}

/** What one thing to check is called in the list: a title, and a line under it. */
export function itemTitle(
  item: ReviewItem,
  t: Words,
  k: ReturnType<typeof codes>,
): { title: string; sub: string } {
  const who = item.person_name ?? '';
  const { body } = item;
  switch (body.kind) {
    case 'conflict':
      return {
        title: t.conflictOf(t.registers[body.register] ?? t.registerOther, who),
        sub: body.values.length > 2 ? t.conflictHintMany(body.values.length) : t.conflictHint,
      };
    case 'same_person':
      return {
        title: t.samePersonOf(who),
        sub: body.sides.map((side) => side.person.row.name).join(' / '),
      };
    case 'duplicate':
      return {
        title: t.duplicateOf(who),
        sub: body.attempts.map((attempt) => `${attempt.by} ${clock(attempt.at_ms)}`).join(', '),
      };
    case 'off_list':
      return {
        title: t.offListTitle,
        sub: t.offListSub(body.door.name, rtRw(body.door), body.door.by),
      };
    case 'set_aside':
      return {
        title: t.setAsideOf(who || body.said.door || t.recordOther),
        sub: [body.by, t.causes[body.cause] ?? t.causeOther].join(', '),
      };
    case 'late':
      return {
        title: t.lateOf(who || body.said.door || t.recordOther),
        sub: [body.by, t.lateBy(item.at_ms, body.received_at_ms ?? item.at_ms)].join(', '),
      };
    case 'uncertain_date':
      return {
        title: t.uncertainTitle,
        sub: [who, longDate(body.date)].filter(Boolean).join(', '),
      };
    case 'proposal':
      return { title: t.proposalOf(k.outcome[body.outcome], who), sub: t.proposalBy(body.by) };
  }
}
