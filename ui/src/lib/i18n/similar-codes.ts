import type { SimilarReason } from '../api/generated/SimilarReason';
import { messages } from './index.svelte';

/** Why two people are alike, or not: a phrase for each code. A new code stops the build here. */
const id: Record<SimilarReason, string> = {
  same_nik: 'NIK sama',
  nik_slip: 'NIK beda satu angka',
  same_name: 'nama sama',
  same_sound: 'bunyi nama sama',
  other_order: 'urutan nama terbalik',
  longer_name: 'nama yang satu lebih lengkap',
  name_slip: 'nama beda satu dua huruf',
  nickname: 'nama panggilan sama',
  part_of_name: 'sebagian nama sama',
  same_birth_date: 'tanggal lahir sama',
  same_stand_in_date: 'tanggal lahir sama, hari baku',
  same_birth_month: 'bulan lahir sama',
  same_birth_year: 'tahun lahir sama',
  near_birth_year: 'tahun lahir berdekatan',
  birth_slip: 'tanggal lahir hampir sama',
  same_rt: 'RT dan RW sama',
  same_rw: 'RW sama',
  same_gang: 'gang sama',
  same_house: 'nomor rumah sama',
  same_phone: 'telepon sama',
  same_kk: 'No. KK sama',
  other_nik: 'NIK berbeda',
  other_name: 'nama berbeda',
  other_birth_day: 'hari lahir berbeda',
  other_birth_year: 'tahun lahir berbeda',
  other_sex: 'jenis kelamin berbeda',
  other_rt: 'RT berbeda',
  other_rw: 'RW berbeda',
  other_kelurahan: 'kelurahan berbeda',
};

const en: typeof id = {
  same_nik: 'same NIK',
  nik_slip: 'one digit of the NIK differs',
  same_name: 'same name',
  same_sound: 'names sound the same',
  other_order: 'names the other way round',
  longer_name: 'one name is more complete',
  name_slip: 'a letter or two differ',
  nickname: 'same nickname',
  part_of_name: 'part of the name is the same',
  same_birth_date: 'same date of birth',
  same_stand_in_date: 'same date of birth, a stand-in day',
  same_birth_month: 'same month of birth',
  same_birth_year: 'same year of birth',
  near_birth_year: 'born a year apart',
  birth_slip: 'nearly the same date of birth',
  same_rt: 'same RT and RW',
  same_rw: 'same RW',
  same_gang: 'same alley',
  same_house: 'same house number',
  same_phone: 'same telephone',
  same_kk: 'same family card',
  other_nik: 'another NIK',
  other_name: 'another name',
  other_birth_day: 'another day of birth',
  other_birth_year: 'another year of birth',
  other_sex: 'another sex',
  other_rt: 'another RT',
  other_rw: 'another RW',
  other_kelurahan: 'another kelurahan',
};

export const similarCodes = messages({ id, en });

const AGAINST: ReadonlySet<SimilarReason> = new Set([
  'other_nik',
  'other_name',
  'other_birth_day',
  'other_birth_year',
  'other_sex',
  'other_rt',
  'other_rw',
  'other_kelurahan',
]);

/** Speaks against one person. */
export const isAgainst = (reason: SimilarReason): boolean => AGAINST.has(reason);
