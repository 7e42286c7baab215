import type { Met } from '../api/generated/Met';
import type { NextStep } from '../api/generated/NextStep';
import type { VisitOutcome } from '../api/generated/VisitOutcome';
import type { VisitPurpose } from '../api/generated/VisitPurpose';
import type { VisitReason } from '../api/generated/VisitReason';
import type { VisitStanding } from '../api/generated/VisitStanding';
import { messages } from './index.svelte';

/** The words of the glossary for the codes of visits. */
interface VisitCodes {
  purpose: Record<VisitPurpose, string>;
  outcome: Record<VisitOutcome, string>;
  met: Record<Met, string>;
  next: Record<NextStep, string>;
  standing: Record<VisitStanding, string>;
  reason: (reason: VisitReason) => string;
}

const id: VisitCodes = {
  purpose: {
    first_recording: 'Pendataan',
    assessment: 'Cek keadaan lengkap',
    monitoring: 'Pemantauan',
    follow_up: 'Tindak lanjut',
    condolence: 'Melayat',
  },
  outcome: {
    met: 'Bertemu',
    not_met: 'Tidak bertemu',
    refused: 'Menolak dikunjungi',
    moved: 'Pindah',
    deceased: 'Meninggal dunia',
    mourned: 'Melayat',
  },
  met: {
    person: 'Beliau sendiri',
    family: 'Keluarga',
    carer: 'Yang merawat',
    neighbor: 'Tetangga',
    neighborhood_head: 'Pak/Bu RT atau RW',
  },
  next: {
    nothing: 'Cukup dulu',
    visit_again: 'Kunjungi lagi',
    assess: 'Cek keadaan lengkap',
    health_centre: 'Ajak ke puskesmas',
    talk_to_family: 'Bicara dengan keluarga',
    tell_coordinator: 'Sampaikan ke koordinator',
  },
  standing: {
    returned: 'Mohon dilengkapi',
    overdue: 'Terlewat',
    due: 'Sekarang',
    later: 'Nanti',
    done: 'Sudah dikunjungi',
    cancelled: 'Dibatalkan',
  },
  reason: (reason) => {
    switch (reason.kind) {
      case 'missed_meals':
        return reason.days === null
          ? 'antaran berturut-turut tidak diterima'
          : `${reason.days} antaran berturut-turut tidak diterima`;
      case 'not_seen':
        return reason.days === null
          ? 'beberapa hari tidak bertemu langsung'
          : `${reason.days} hari antar tidak bertemu langsung`;
      case 'alert':
        return reason.rule === 'urgent' ? 'perlu ditolong, kata kurir' : 'kabar dari kurir';
      case 'earlier_visit':
        return 'lanjutan kunjungan sebelumnya';
      case 'own':
        return '';
    }
  },
};

const en: VisitCodes = {
  purpose: {
    first_recording: 'First recording',
    assessment: 'Assessment',
    monitoring: 'Follow-up monitoring',
    follow_up: 'Next action',
    condolence: 'Condolence visit',
  },
  outcome: {
    met: 'Met',
    not_met: 'Not met',
    refused: 'Declined the visit',
    moved: 'Moved',
    deceased: 'Passed away',
    mourned: 'Condolences given',
  },
  met: {
    person: 'In person',
    family: 'Family',
    carer: 'The carer',
    neighbor: 'A neighbour',
    neighborhood_head: 'The RT or RW head',
  },
  next: {
    nothing: 'Enough for now',
    visit_again: 'Visit again',
    assess: 'Assessment',
    health_centre: 'To the health centre',
    talk_to_family: 'Talk to the family',
    tell_coordinator: 'Tell the coordinator',
  },
  standing: {
    returned: 'Please complete',
    overdue: 'Overdue',
    due: 'Due',
    later: 'Later',
    done: 'Visited',
    cancelled: 'Cancelled',
  },
  reason: (reason) => {
    switch (reason.kind) {
      case 'missed_meals':
        return reason.days === null
          ? 'missed deliveries in a row'
          : `${reason.days} missed deliveries in a row`;
      case 'not_seen':
        return reason.days === null
          ? 'not seen in person for some days'
          : `not seen in person for ${reason.days} service days`;
      case 'alert':
        return reason.rule === 'urgent' ? 'needs help, says the courier' : 'news from the courier';
      case 'earlier_visit':
        return 'follows an earlier visit';
      case 'own':
        return '';
    }
  },
};

export const visitCodes = messages({ id, en });
