import { randomUUID } from 'node:crypto';

import type { Device } from './device.ts';
import { until } from './until.ts';

/** Answers of the daily activities that add up to a Barthel index of 7. */
export const barthel7: Record<string, string> = {
  bab: 'terkendali',
  bak: 'kadang',
  bersih_diri: 'dibantu',
  jamban: 'dibantu_sebagian',
  makan_minum: 'dipotongkan',
  duduk: 'dua_orang',
  berjalan: 'kursi_roda',
  berpakaian: 'dibantu_penuh',
  tangga: 'tidak_mampu',
  mandi: 'dibantu',
};

/** The same, question by question, in the words of the screen. */
export const barthel7Words: [string, string][] = [
  ['Buang air besar', 'Terkendali'],
  ['Buang air kecil', 'Kadang tidak terkendali'],
  ['Membersihkan diri (cuci muka, sisir rambut, sikat gigi)', 'Perlu dibantu'],
  ['Menggunakan jamban', 'Sebagian dibantu'],
  ['Makan', 'Perlu dibantu memotong'],
  ['Berubah dari baring ke duduk', 'Dibantu dua orang'],
  ['Berpindah atau berjalan', 'Dengan kursi roda'],
  ['Memakai baju', 'Perlu dibantu penuh'],
  ['Naik turun tangga', 'Tidak mampu'],
  ['Mandi', 'Perlu dibantu'],
];

/** The same person some weeks before, with 11. */
export const barthel11: Record<string, string> = {
  ...barthel7,
  bak: 'terkendali',
  duduk: 'satu_orang',
  berjalan: 'satu_orang',
  berpakaian: 'dibantu_sebagian',
};

interface DeskVisits {
  proposed: { row: { id: string; person_id: string; person_name: string } }[];
  to_verify: { id: string; person_name: string }[];
  visitors: { id: string; name: string }[];
}

interface People {
  rows: { id: string; name: string }[];
}

/** The commands that the screens of visits send, so that a screen has something to show. */
export class VisitDesk {
  constructor(
    readonly office: Device,
    readonly address: string,
  ) {}

  visits(): Promise<DeskVisits> {
    return this.office.call<DeskVisits>(this.address, 'visits_desk');
  }

  /** Plans a visit to somebody who is found by name, for Bu Lastri. */
  async plans(name: string, due: string, note = ''): Promise<string> {
    const people = await this.office.call<People>(this.address, 'people_list', {
      ...{ search: name, filter: 'all', route_id: null, rw: null },
      ...{ sort: 'name', descending: false, offset: 0, limit: 1 },
    });
    const person_id = people.rows[0]?.id ?? '';
    const visit_id = randomUUID();
    const { visitors } = await this.visits();
    await this.office.call(this.address, 'visit_hand_out', {
      ...{ visit_id, person_id, purpose: 'monitoring', due, note },
      assigned_to: visitors.find((it) => it.name === 'Bu Lastri')?.id ?? null,
    });
    return visit_id;
  }

  verifies(visit_id: string, fields: string[], note = ''): Promise<unknown> {
    return this.office.call(this.address, 'visit_verify', { visit_id, fields, note });
  }
}

/** A PSM's phone by the commands that its screens send. */
export class VisitPhone {
  constructor(
    readonly phone: Device,
    readonly address: string,
  ) {}

  /** Waits until a visit has reached the phone, and answers whom it is about. */
  async gets(visit_id: string): Promise<string> {
    return until('the visit is on the phone', async () => {
      await this.phone.call(this.address, 'sync_now');
      const mine = await this.phone.call<{ open: { id: string; person_id: string }[] }>(
        this.address,
        'visits_mine',
      );
      return mine.open.find((it) => it.id === visit_id)?.person_id;
    });
  }

  async records(visit_id: string, wellbeing: string): Promise<void> {
    const person_id = await this.gets(visit_id);
    await this.phone.call(this.address, 'visit_record', {
      ...{ visit_id, person_id, purpose: 'monitoring', date: null },
      value: {
        ...{ outcome: 'met', met: ['person'], wellbeing, complaints: [], note: '' },
        ...{ next: 'nothing', next_on: null, next_by: null },
      },
    });
  }

  /** Answers a part of the full check and records it. */
  async checks(visit_id: string, part: string, answers: Record<string, string>): Promise<void> {
    const person_id = await this.gets(visit_id);
    const form = 'cek_keadaan';
    await this.phone.call(this.address, 'check_open', { visit_id, person_id, form });
    for (const [question, choice] of Object.entries(answers)) {
      await this.phone.call(this.address, 'check_answer', {
        ...{ visit_id, question, answer: { choice } },
      });
    }
    await this.phone.call(this.address, 'check_record', { visit_id, part });
  }
}
