import type { ReviewItem } from '../../lib/api/generated/ReviewItem';
import { rtRw } from '../../lib/format/place';
import { clock, nearDate } from '../../lib/format/time';
import type { codes } from '../../lib/i18n/codes';
import type { reviewWords } from './words';

type Words = ReturnType<typeof reviewWords>;

/** What one thing to check is called in the list: a title, and a line under it. */
export function itemTitle(
  item: ReviewItem,
  t: Words,
  k: ReturnType<typeof codes>,
  today: string,
): { title: string; sub: string } {
  const who = item.person_name ?? '';
  const { body } = item;
  switch (body.kind) {
    case 'conflict':
      return {
        title: t.conflictOf(t.registers[body.register] ?? t.registerOther, who),
        sub: body.values.length > 2 ? t.conflictHintMany(body.values.length) : t.conflictHint,
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
    case 'quarantined':
      return { title: t.quarantinedTitle, sub: [who, body.by].filter(Boolean).join(', ') };
    case 'uncertain_date':
      return {
        title: t.uncertainTitle,
        sub: [who, nearDate(body.date, today)].filter(Boolean).join(', '),
      };
    case 'proposal':
      return { title: t.proposalOf(k.outcome[body.outcome], who), sub: t.proposalBy(body.by) };
  }
}
