import type { DayMark } from '../../lib/api/generated/DayMark';
import type { TodayMark } from '../../lib/api/generated/TodayMark';
import { messages } from '../../lib/i18n/index.svelte';

/** What several screens say of a person: today's mark, the last days, age, when last met. */
const id = {
  mark: {
    no_service: 'tidak ada antaran',
    no_route: 'tanpa rute',
    held: 'ditahan',
    new: 'baru',
    waiting: 'menunggu',
    review: 'perlu dicek',
    urgent: 'perlu ditolong',
    retry: 'coba lagi',
    left_with_neighbor: 'dititipkan',
  } satisfies Record<
    Exclude<TodayMark['kind'], 'attempt'> | 'urgent' | 'retry' | 'left_with_neighbor',
    string
  >,
  days: {
    title: (n: number) => `${n} hari antaran terakhir`,
    summary: (done: number, missed: number) =>
      missed > 0 ? `${done} diantar, ${missed} tidak` : `${done} diantar`,
    aria: (n: number, met: number, left: number, missed: number) =>
      `${n} hari: ${met} bertemu, ${left} dititipkan, ${missed} tidak terantar`,
    keyMet: 'penuh: bertemu',
    keyLeft: 'garis: titip',
    keyMissed: 'kosong: tidak',
    keyNotDue: 'redup: ditahan',
    mark: {
      met: 'bertemu',
      left: 'dititipkan, tidak bertemu',
      missed: 'tidak terantar',
      not_due: 'tidak dijadwalkan',
      urgent: 'bertemu, perlu ditolong',
    } satisfies Record<DayMark, string>,
  },
  age: (years: number) => `${years} tahun`,
  never: 'belum',
  daysAgo: (n: number) => `${n} hari lalu`,
  noRoute: 'belum ada',
};

const en: typeof id = {
  mark: {
    no_service: 'no deliveries',
    no_route: 'no route',
    held: 'on hold',
    new: 'new',
    waiting: 'waiting',
    review: 'to check',
    urgent: 'needs help',
    retry: 'try again',
    left_with_neighbor: 'left',
  },
  days: {
    title: (n) => `last ${n} delivery days`,
    summary: (done, missed) =>
      missed > 0 ? `${done} delivered, ${missed} not` : `${done} delivered`,
    aria: (n, met, left, missed) =>
      `${n} days: ${met} met, ${left} left with somebody, ${missed} not delivered`,
    keyMet: 'full: met',
    keyLeft: 'striped: left',
    keyMissed: 'empty: not',
    keyNotDue: 'pale: on hold',
    mark: {
      met: 'met',
      left: 'left with somebody, not met',
      missed: 'not delivered',
      not_due: 'not due',
      urgent: 'met, needs help',
    },
  },
  age: (years) => `${years} years`,
  never: 'never',
  daysAgo: (n) => `${n} days ago`,
  noRoute: 'none yet',
};

export const personWords = messages({ id, en });
