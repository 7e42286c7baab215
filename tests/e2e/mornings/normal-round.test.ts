import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { test } from '../harness/test.ts';

test('a courier brings a normal round of twenty doors with at most sixty taps and no keyboard', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 08:20' });
  const phone = await world.device('dedi');
  const address = await phone.host();
  const courier = await Courier.takes(await screens.phone(address));
  await courier.begins();

  await courier.sees('20 pintu, RW 03 dan RW 04', /Bapak Karto meninggal dunia\./, 'Jangan antar.');
  await courier.starts(40);
  await courier.sees('0 dari 20', 'sisa 40 kotak', 'Pintu hijau, sebelah warung Bu Yati');

  const normal = () => courier.counting(() => courier.delivers());
  const neighbor = () =>
    courier.counting(async () => {
      await courier.tap('Tidak menjawab');
      await courier.tap('Titip ke ');
      await courier.tap('Ada yang melihat');
    });

  expect(await normal()).toBe(2);
  await courier.done('1 dari 20');
  expect(await normal()).toBe(2);
  await courier.done('2 dari 20');

  expect(await neighbor()).toBe(3);
  await courier.done('3 dari 20');
  await courier.sees(/dititipkan/);

  const unwell = await courier.counting(async () => {
    await courier.tap('Diterima sendiri');
    await courier.tap('Kurang sehat');
    await courier.tap('Tidak mau makan');
    await courier.tap('Simpan: kurang sehat');
  });
  expect(unwell).toBe(4);
  await courier.done('4 dari 20');

  const later = await courier.door();
  const retry = await courier.counting(async () => {
    await courier.tap('Tidak menjawab');
    await courier.tap('Coba lagi nanti');
    await courier.tap('Ada yang melihat');
  });
  expect(retry).toBe(3);
  await courier.sees('Coba lagi di akhir');

  const hospital = await courier.counting(async () => {
    await courier.tap('Lainnya');
    await courier.tap('Dirawat di RS/puskesmas');
    await courier.tap('Sampai dikabari');
  });
  expect(hospital).toBe(3);
  await courier.done('5 dari 20');

  for (let done = 6; done <= 19; done += 1) {
    const isNeighbor = done === 10;
    expect(await (isNeighbor ? neighbor() : normal())).toBe(isNeighbor ? 3 : 2);
    await courier.done(`${done} dari 20`);
  }

  // Who did not answer comes back by itself, as a further attempt.
  await courier.stands(later);
  expect(await normal()).toBe(2);
  await courier.sees('Semua pintu selesai');
  await courier.done('20 dari 20');

  await courier.tap('Selesai antar');
  await courier.tap('Selesai antar');
  await courier.sees('Putaran selesai', 'Semua kotak, semua jelas');

  expect(courier.taps).toBeLessThanOrEqual(60);
  expect(courier.typed).toBe(0);
  console.info(`taps of a round of twenty doors: ${courier.taps}`);

  // The recap that is shared names nobody's number, address or health.
  const recap = (await courier.page.locator('.recap').innerText()).toLowerCase();
  expect(recap).not.toMatch(/\d{16}|gang|rt 0|kurang sehat|sumiati/);
  await phone.sent(address);
});
