import { expect } from 'vitest';

import type { Coordinator } from './desk.ts';
import { syncs, type Psm } from './psm.ts';
import { until } from './until.ts';
import { barthel7Words } from './visits.ts';
import type { Wire } from './wire.ts';

/** The place of *Mandi* among the daily activities. */
const BATHING = 10;

interface Story {
  desk: Coordinator;
  psm: Psm;
  /** The phone's way to the server. */
  wire: Wire;
  /** A picture of a house, as a file. */
  photo: string;
}

/** The sample's two weeks end with three days on which nobody opened to Ibu Mulyati. */
export async function isHandedOut({ desk, psm, wire }: Story): Promise<void> {
  await desk.goes('Kunjungan');
  const proposed = desk.todo('Ibu Mulyati');
  await proposed.filter({ hasText: '3 antaran berturut-turut tidak diterima' }).waitFor();
  await proposed.getByRole('button', { name: 'Serahkan' }).click();
  await desk.sees('Ibu Mulyati diserahkan ke Bu Lastri.');
  await desk.fetches();

  await psm.tap('Pakai ukuran ini');
  await until('the visit is on the phone', async () => {
    await psm.call('sync_now');
    const mine = await psm.call<{ open: { person_name: string }[] }>('visits_mine');
    return mine.open.some((it) => it.person_name === 'Ibu Mulyati');
  });
  wire.cut();
}

export async function isVisited({ psm }: Story): Promise<void> {
  const taps = await psm.counting(async () => {
    await psm.opens('Ibu Mulyati');
    await psm.tap('Bertemu');
    await psm.tap('Beliau sendiri');
    await psm.tap('Lanjut');
    await psm.tap('Kurang sehat');
    await psm.tap('Tidak mau makan');
    await psm.tap('Lanjut');
    await psm.tap('Cukup dulu');
  });
  expect(taps).toBeLessThanOrEqual(8);
  await psm.sees('Kurang sehat', 'tidak mau makan');
}

/** Twice the app is killed in the middle of the form, and each answer is there again, on the same screen. */
export async function isChecked({ psm }: Story): Promise<void> {
  await psm.tap('Cek keadaan lengkap');
  await psm.tap('Kegiatan sehari-hari');
  for (const [at, [, option]] of barthel7Words.entries()) {
    await psm.says(at + 1, option);
    await psm.sees(`${at + 1} dari 10 dijawab`);
    if (at === 3 || at === 7) {
      await psm.dies('/check/cek_keadaan/kegiatan');
      await psm.sees(`${at + 1} dari 10 dijawab`);
    }
  }
  await psm.sees('7 dari 20', 'Perlu banyak dibantu', 'Pemeriksaan awal, bukan keputusan dokter');
  await psm.tap('Simpan bagian ini');
  await psm.sees('Keluarga dan yang merawat');
  // Whoever opened the app again in the middle is one step from the list.
  await psm.tap('Kembali');
  await psm.sees('Sudah dikunjungi');
}

/** Once the app is killed behind the camera: it comes back to the same step, and the visit is there. */
export async function isPhotographed({ psm, photo }: Story): Promise<void> {
  await psm.opens('Ibu Mulyati');
  await psm.tap('Tambah foto');
  await psm.tap('Tambah foto');
  await psm.sees('Pilih foto');
  await psm.dies('/camera');
  await psm.sees('Pilih foto');
  await psm.picks(photo);
  await psm.sees('Di HP');
  await psm.tap('Tambah foto');
  await psm.sees('Pilih foto');
  await psm.picks(photo);
  await until('both photos are kept', async () => {
    const lane = await psm.call<{ waiting: number }>('photos_lane');
    return lane.waiting === 2;
  });
  await psm.tap('Kembali');
  await psm.sees('Surat tugas');
  await psm.tap('Kembali');
  await psm.sees('Sudah dikunjungi');
}

export async function isReturned({ desk, psm, wire }: Story): Promise<void> {
  wire.mend();
  await syncs(psm);
  await desk.fetches();
  const made = desk.todo('Ibu Mulyati').filter({ hasText: 'kurang sehat' });
  await made.getByRole('button', { name: 'Lihat' }).click();
  await desk.sees(/7 \/ 20/);
  await until('both photos are on the desk', async () => {
    return (await made.locator('.photos img').count()) === 2;
  });
  await made.getByRole('button', { name: 'Mohon dilengkapi' }).click();
  await made.getByRole('checkbox', { name: 'Mandi' }).check();
  await made.getByLabel('Pesan untuk PSM').fill('Siapa yang memandikan?');
  await made.getByRole('button', { name: 'Kirim permintaan' }).click();
  await desk.sees('Permintaan dikirim ke Bu Lastri.');
  await desk.fetches();
}

/** Answered without a line. The coordinator, who looks at the visit meanwhile, sees it change. */
export async function isMended({ desk, psm, wire }: Story): Promise<void> {
  await until('the request is on the phone', async () => {
    await psm.call('sync_now');
    const mine = await psm.call<{ open: { standing: string }[] }>('visits_mine');
    return mine.open.some((it) => it.standing === 'returned');
  });
  wire.cut();
  await psm.opens('Ibu Mulyati');
  await psm.sees('Siapa yang memandikan?');
  await psm.tap('Mandi');
  await psm.says(BATHING, 'Mandiri');
  await psm.sees('8 dari 20');

  const looked = desk.todo('Ibu Mulyati').filter({ hasText: 'kurang sehat' });
  await looked.getByRole('button', { name: 'Lihat' }).click();
  await desk.sees(/7 \/ 20/);
  wire.mend();
  await syncs(psm);
  await desk.fetches();
  await desk.sees(/8 \/ 20/);
  await looked.getByRole('button', { name: 'Sudah dicek' }).click();
  await desk.sees('Kunjungan Ibu Mulyati sudah dicek.');
}
