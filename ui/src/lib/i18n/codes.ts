import type { Complaint } from '../api/generated/Complaint';
import type { ContactRelation } from '../api/generated/ContactRelation';
import type { DietFlag } from '../api/generated/DietFlag';
import type { FoodFlag } from '../api/generated/FoodFlag';
import type { HoldReason } from '../api/generated/HoldReason';
import type { ObstacleKind } from '../api/generated/ObstacleKind';
import type { Outcome } from '../api/generated/Outcome';
import type { SendState } from '../api/generated/SendState';
import type { Sitting } from '../api/generated/Sitting';
import type { SyncProblem } from '../api/generated/SyncProblem';
import type { TextureCode } from '../api/generated/TextureCode';
import type { Wellbeing } from '../api/generated/Wellbeing';
import { messages } from './index.svelte';

/** The words of the glossary for every code that the device sends. A new code stops the build here. */
interface Codes {
  outcome: Record<Outcome, string>;
  /** The outcome in a running line: "tidak menjawab 08.52". */
  outcomeShort: Record<Outcome, string>;
  wellbeing: Record<Wellbeing, string>;
  complaint: Record<Complaint, string>;
  foodFlag: Record<FoodFlag, string>;
  texture: Record<TextureCode, string>;
  dietFlag: Record<DietFlag, string>;
  relation: Record<ContactRelation, string>;
  hold: Record<HoldReason, string>;
  obstacle: Record<ObstacleKind, string>;
  sitting: Record<Sitting, string>;
  send: Record<SendState, string>;
  syncProblem: Record<SyncProblem, string>;
}

const id: Codes = {
  outcome: {
    received_self: 'Diterima sendiri',
    received_family: 'Diterima keluarga',
    left_with_neighbor: 'Dititipkan ke tetangga',
    left_at_place: 'Ditaruh di tempat biasa',
    already_received: 'Sudah terima dari kurir lain',
    no_answer: 'Dipanggil, tidak menjawab',
    not_home: 'Sedang keluar (kata tetangga)',
    searching: 'Sedang dicari',
    access_blocked: 'Jalan terhalang',
    address_not_found: 'Rumahnya tidak ketemu',
    refused_today: 'Hari ini tidak mau',
    away: 'Menginap / bepergian',
    hospitalized: 'Dirawat di RS/puskesmas',
    evacuated: 'Mengungsi',
    deceased: 'Meninggal dunia',
    moved: 'Pindah',
    declined: 'Tidak ingin diantar lagi',
    other: 'Lainnya',
  },
  outcomeShort: {
    received_self: 'diterima sendiri',
    received_family: 'diterima keluarga',
    left_with_neighbor: 'dititipkan ke tetangga',
    left_at_place: 'ditaruh di tempat biasa',
    already_received: 'sudah terima dari kurir lain',
    no_answer: 'tidak menjawab',
    not_home: 'sedang keluar',
    searching: 'sedang dicari',
    access_blocked: 'jalan terhalang',
    address_not_found: 'rumahnya tidak ketemu',
    refused_today: 'hari ini tidak mau',
    away: 'menginap / bepergian',
    hospitalized: 'dirawat di RS/puskesmas',
    evacuated: 'mengungsi',
    deceased: 'meninggal dunia',
    moved: 'pindah',
    declined: 'tidak ingin diantar lagi',
    other: 'lainnya',
  },
  wellbeing: {
    well: 'Baik',
    unwell: 'Kurang sehat',
    urgent: 'Perlu ditolong sekarang',
    not_seen: 'Tidak bertemu langsung',
  },
  complaint: {
    fever: 'Demam',
    fall: 'Jatuh',
    not_eating: 'Tidak mau makan',
    confused: 'Bingung',
    other: 'Lainnya',
  },
  foodFlag: {
    food_spoiled: 'Makanan rusak / basi',
    short_portion: 'Porsi kurang',
    late: 'Terlambat',
  },
  texture: { regular: 'biasa', soft: 'lunak', minced: 'cincang', porridge: 'bubur' },
  dietFlag: {
    low_sugar: 'rendah gula',
    low_salt: 'rendah garam',
    low_purine: 'rendah purin',
    not_spicy: 'tidak pedas',
    no_coconut_milk: 'tanpa santan',
    hard_to_chew: 'sulit mengunyah',
    vegetarian: 'tanpa daging',
  },
  relation: { neighbor: 'tetangga', family: 'keluarga', rt_head: 'ketua RT', other: 'kenalan' },
  hold: {
    away: 'menginap / bepergian',
    hospitalized: 'dirawat di RS/puskesmas',
    evacuated: 'mengungsi',
    death_reported: 'dilaporkan meninggal',
    deceased: 'meninggal dunia',
    suspended: 'ditangguhkan',
    other: 'ditahan koordinator',
  },
  obstacle: {
    rain: 'Hujan',
    vehicle: 'Motor mogok',
    food_late: 'Makanan terlambat',
    other: 'Lainnya',
  },
  sitting: { morning: 'Antaran pagi', afternoon: 'Antaran sore' },
  send: {
    saved: 'Tersimpan di HP',
    waiting: 'Menunggu sinyal',
    at_office: 'Sudah di kantor',
    sent: 'Sudah terkirim',
    retry: 'Belum terkirim, coba lagi',
    review: 'Perlu dicek',
  },
  syncProblem: {
    no_signal: 'Belum ada sinyal. Catatan aman di HP dan terkirim sendiri nanti.',
    server_busy: 'Server sedang sibuk. Catatan aman di HP, dicoba lagi sebentar lagi.',
    app_outdated: 'Aplikasi perlu diperbarui supaya bisa mengirim. Catatan aman di HP.',
    server_outdated: 'Server belum diperbarui. Catatan aman di HP, beri tahu koordinator.',
    not_paired: 'HP ini belum tersambung. Minta undangan dari koordinator.',
    unknown_device:
      'Server kantor dipulihkan dari cadangan lama dan belum mengenal HP ini. Semua catatan aman di HP. Minta undangan baru dari koordinator, lalu sambungkan lagi.',
    refused: 'Server menolak HP ini. Catatan aman di HP, hubungi koordinator.',
    lists_differ:
      'Daftar di HP ini belum sama dengan di kantor. Catatan aman, hubungi koordinator.',
    internal: 'Pengiriman terhenti. Catatan aman di HP, dicoba lagi sendiri.',
  },
};

const en: Codes = {
  outcome: {
    received_self: 'Received in person',
    received_family: 'Received by family',
    left_with_neighbor: 'Left with neighbour',
    left_at_place: 'Left at the usual place',
    already_received: 'Has it from another courier',
    no_answer: 'Called, no answer',
    not_home: 'Out, says a neighbour',
    searching: 'Being looked for',
    access_blocked: 'Way blocked',
    address_not_found: 'House not found',
    refused_today: 'Not today, thank you',
    away: 'Staying elsewhere',
    hospitalized: 'In hospital',
    evacuated: 'Evacuated',
    deceased: 'Passed away',
    moved: 'Moved',
    declined: 'Declines from now on',
    other: 'Other',
  },
  outcomeShort: {
    received_self: 'received in person',
    received_family: 'received by family',
    left_with_neighbor: 'left with neighbour',
    left_at_place: 'left at the usual place',
    already_received: 'has it from another courier',
    no_answer: 'no answer',
    not_home: 'out',
    searching: 'being looked for',
    access_blocked: 'way blocked',
    address_not_found: 'house not found',
    refused_today: 'not today',
    away: 'staying elsewhere',
    hospitalized: 'in hospital',
    evacuated: 'evacuated',
    deceased: 'passed away',
    moved: 'moved',
    declined: 'declines from now on',
    other: 'other',
  },
  wellbeing: {
    well: 'Well',
    unwell: 'Unwell',
    urgent: 'Needs help now',
    not_seen: 'Not met in person',
  },
  complaint: {
    fever: 'Fever',
    fall: 'Fell',
    not_eating: 'Does not eat',
    confused: 'Confused',
    other: 'Other',
  },
  foodFlag: {
    food_spoiled: 'Food spoiled',
    short_portion: 'Portion short',
    late: 'Late',
  },
  texture: { regular: 'regular', soft: 'soft', minced: 'minced', porridge: 'porridge' },
  dietFlag: {
    low_sugar: 'low sugar',
    low_salt: 'low salt',
    low_purine: 'low purine',
    not_spicy: 'not spicy',
    no_coconut_milk: 'no coconut milk',
    hard_to_chew: 'hard to chew',
    vegetarian: 'no meat',
  },
  relation: { neighbor: 'neighbour', family: 'family', rt_head: 'RT head', other: 'acquaintance' },
  hold: {
    away: 'staying elsewhere',
    hospitalized: 'in hospital',
    evacuated: 'evacuated',
    death_reported: 'reported as passed away',
    deceased: 'passed away',
    suspended: 'suspended',
    other: 'held by the coordinator',
  },
  obstacle: {
    rain: 'Rain',
    vehicle: 'Motorbike broke down',
    food_late: 'Food is late',
    other: 'Other',
  },
  sitting: { morning: 'Morning round', afternoon: 'Afternoon round' },
  send: {
    saved: 'Saved on phone',
    waiting: 'Waiting for signal',
    at_office: 'At the office',
    sent: 'Sent',
    retry: 'Not sent, retry',
    review: 'Needs checking',
  },
  syncProblem: {
    no_signal: 'No signal yet. The records are safe on the phone and will be sent by themselves.',
    server_busy: 'The server is busy. The records are safe on the phone; it tries again shortly.',
    app_outdated: 'The app needs an update before it can send. The records are safe on the phone.',
    server_outdated: 'The server needs an update. The records are safe; tell the coordinator.',
    not_paired: 'This phone is not connected. Ask the coordinator for an invitation.',
    unknown_device:
      'The office’s server came back from an older backup and does not know this phone. All records are safe here. Ask the coordinator for a new invitation, then connect again.',
    refused: 'The server refuses this phone. The records are safe; call the coordinator.',
    lists_differ:
      'The list here differs from the office’s. The records are safe; call the coordinator.',
    internal: 'Sending stopped. The records are safe on the phone; it tries again by itself.',
  },
};

export const codes = messages({ id, en });
