import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

interface Added {
  id: string;
}

test('a PSM writes down whom she finds on the way, and two phones that found one person are asked about', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 09:00' });
  const office = await world.device('ratna');
  const phone = await world.device('lastri');
  const other = await world.welcomesWati();
  for (const each of [phone, other]) {
    await each.run('sync');
    each.wire.cut();
  }
  const address = await phone.host();
  const psm = await Courier.takes(await screens.phone(address));
  const gallery = new Gallery(psm.page, 'psm', ['new-alike']);
  let reads = 0;
  psm.page.on('request', (request) => {
    if (request.postData()?.includes('"visit_get"')) reads += 1;
  });
  await psm.begins();

  // Another spelling of somebody who is here: asked about, with the reasons, before anything is saved.
  await psm.tap('Cari orang');
  await psm.page.getByRole('searchbox').fill('Soemijati X');
  await psm.sees('Tidak ada yang cocok');
  await psm.tap('Orang baru');
  await psm.page.getByLabel('Nama', { exact: true }).fill('Soemijati');
  await psm.tap('Ibu');
  await psm.tap('RW 04');
  await psm.tap('RT 007');
  await psm.tap('Gang Mawar III');
  await psm.sees('Ibu Sumiati', 'bunyi nama sama');
  await psm.tap('Simpan orang baru');
  await psm.sees('Mungkin sudah terdaftar', 'besar kemungkinan sama', 'Belum ada yang disimpan');
  await gallery.at('new-alike');
  await psm.tap('Ini orangnya Ibu Sumiati');
  await psm.sees('Kunjungi sekarang', 'pintu hijau');
  await psm.back();
  expect(await psm.page.getByLabel('Nama', { exact: true }).inputValue()).toBe('Soemijati');

  // It was somebody else after all: what was tapped is still there.
  await psm.page.getByLabel('Nama', { exact: true }).fill('Rokayah');
  await psm.page.getByLabel('Umur, kira-kira').fill('74');
  await psm.page.getByLabel('Nomor rumah').fill('31');
  await psm.tap('Tinggal sendiri');
  await gallery.at('new');
  await psm.tap('Simpan orang baru');
  await psm.sees('Ibu Rokayah', '74 tahun', 'Gang Mawar III');
  await gallery.at('new-person');

  // Whoever lives with her is written down without saying the place again.
  await psm.tap('Tambah orang serumah');
  await psm.sees('Serumah dengan Ibu Rokayah');
  await psm.tap('Bapak');
  await psm.page.getByLabel('Nama', { exact: true }).fill('Kasim');
  await psm.tap('Simpan orang baru');
  await psm.sees('Bapak Kasim', 'Serumah (2)');

  const taps = await psm.counting(async () => {
    await psm.tap('Kunjungi sekarang');
    await psm.tap('Bertemu');
    await psm.tap('Beliau sendiri');
    await psm.tap('Lanjut');
    await psm.tap('Baik');
    await psm.tap('Cukup dulu');
  });
  expect(taps).toBeLessThanOrEqual(8);
  await psm.sees('Pendataan', 'Cukup dulu');
  gallery.isClean();
  // A screen that stands still asks for nothing.
  expect(reads).toBeLessThan(40);

  // Meanwhile, on another phone without a line.
  const added = await other.run<Added>(
    ...['people', 'add', '--name', 'Rukayah', '--honorific', 'Ibu', '--born', '1952'],
    ...['--rw', '04', '--rt', '007', '--gang', 'Gang Mawar III', '--house-no', '31'],
  );
  expect(added.id).toMatch(/^[0-9a-f-]{36}$/);

  for (const each of [phone, other]) each.wire.mend();
  await phone.call(address, 'sync_now');
  await phone.sent(address);
  const sent = await other.run<{ pending: number; needs_review: number }>('sync');
  expect([sent.pending, sent.needs_review]).toEqual([0, 0]);

  const desk = new Coordinator(await screens.desk(await office.host()));
  await desk.goes('Perlu dicek');
  await desk.sees('Ibu Rokayah', 'Ibu Rukayah', 'Bu Lastri', 'Bu Wati', 'nomor rumah sama');
});
