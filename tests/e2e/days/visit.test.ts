import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { test } from '../harness/test.ts';
import { until } from '../harness/until.ts';
import { barthel7Words } from '../harness/visits.ts';

test('three missed meals become a visit, a check with a Barthel index of 7, and an answer that is asked for and mended', async ({
  begin,
  screens,
}) => {
  // The sample's two weeks end with three days on which nobody opened to Ibu Mulyati.
  const world = await begin({ at: '2026-11-24 10:30' });
  const office = await world.device('ratna');
  const phone = await world.device('lastri');
  const desk = new Coordinator(await screens.desk(await office.host()));
  await desk.goes('Kunjungan');
  const proposed = desk.todo('Ibu Mulyati');
  await proposed.filter({ hasText: '3 antaran berturut-turut tidak diterima' }).waitFor();
  await proposed.getByRole('button', { name: 'Serahkan' }).click();
  await desk.sees('Ibu Mulyati diserahkan ke Bu Lastri.');
  await desk.fetches();

  let address = await phone.host();
  const psm = await Courier.takes(await screens.phone(address));
  await psm.tap('Pakai ukuran ini');
  await until('the visit is on the phone', async () => {
    await phone.call(address, 'sync_now');
    return psm.target('Ibu Mulyati').isVisible();
  });
  phone.wire.cut();

  const taps = await psm.counting(async () => {
    await psm.tap('Ibu Mulyati');
    await psm.tap('Bertemu');
    await psm.tap('Beliau sendiri');
    await psm.tap('Lanjut');
    await psm.tap('Kurang sehat');
    await psm.tap('Tidak mau makan');
    await psm.tap('Lanjut');
    await psm.tap('Cukup dulu');
  });
  expect(taps).toBeLessThanOrEqual(8);
  expect(psm.typed).toBe(0);
  await psm.sees('Kurang sehat', 'tidak mau makan');

  // Twice the app is killed in the middle of the form; each answer is there again, on the same screen.
  await psm.tap('Cek keadaan lengkap');
  await psm.tap('Kegiatan sehari-hari');
  for (const [at, [ask, option]] of barthel7Words.entries()) {
    await psm.tapOn(
      psm.page
        .locator('section.q')
        .filter({ has: psm.page.getByRole('heading', { name: ask, exact: true }) })
        .getByRole('button', { name: option, exact: true }),
    );
    await psm.sees(`${at + 1} dari 10 dijawab`);
    if (at === 3 || at === 7) {
      await phone.kill();
      address = await phone.host();
      await psm.opens(address);
      await psm.sees(`${at + 1} dari 10 dijawab`);
    }
  }
  await psm.sees('7 dari 20', 'Perlu banyak dibantu', 'Pemeriksaan awal, bukan keputusan dokter');
  await psm.tap('Simpan bagian ini');
  await psm.sees('Keluarga dan yang merawat');
  // Whoever opened the app again in the middle is one step from the list.
  await psm.tap('Kembali');
  await psm.sees('Sudah dikunjungi');

  phone.wire.mend();
  await phone.call(address, 'sync_now');
  await phone.sent(address);
  await desk.fetches();
  const made = desk.todo('Ibu Mulyati').filter({ hasText: 'kurang sehat' });
  await made.getByRole('button', { name: 'Lihat' }).click();
  await desk.sees(/7 \/ 20/);
  await made.getByRole('button', { name: 'Mohon dilengkapi' }).click();
  await made.getByRole('checkbox', { name: 'Mandi' }).check();
  await made.getByLabel('Pesan untuk PSM').fill('Siapa yang memandikan?');
  await made.getByRole('button', { name: 'Kirim permintaan' }).click();
  await desk.sees('Permintaan dikirim ke Bu Lastri.');
  await desk.fetches();

  await until('the request is on the phone', async () => {
    await phone.call(address, 'sync_now');
    return psm.page.getByText('Mohon dilengkapi').first().isVisible();
  });
  phone.wire.cut();
  await psm.tapOn(psm.page.locator('button.row').filter({ hasText: 'Ibu Mulyati' }).first());
  await psm.sees('Siapa yang memandikan?');
  await psm.tap('Mandi');
  const bathing = psm.page
    .locator('section.q')
    .filter({ has: psm.page.getByRole('heading', { name: 'Mandi', exact: true }) });
  await psm.tapOn(bathing.getByRole('button', { name: 'Mandiri', exact: true }));
  await psm.sees('8 dari 20');

  phone.wire.mend();
  await phone.call(address, 'sync_now');
  await phone.sent(address);
  await desk.fetches();
  const mended = desk.todo('Ibu Mulyati').filter({ hasText: 'kurang sehat' });
  await mended.getByRole('button', { name: 'Lihat' }).click();
  await desk.sees(/8 \/ 20/);
});
