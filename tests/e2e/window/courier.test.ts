import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';

import { test } from '../harness/test.ts';
import { AppWindow } from '../harness/window.ts';

const pictures = resolve(import.meta.dirname, '../../../docs/screens');

test('in the real window a courier pairs, delivers, is killed, starts again and sends', async ({
  begin,
}) => {
  const world = await begin({ at: '2026-11-24 08:20' });
  const phone = await world.unpaired('dedi');
  const invitation = await world.invite('dedi', phone.wire);
  const window = await AppWindow.on(world, { width: 412, height: 915 });

  await window.open(phone.data, 'kurir');
  await window.sees('Sambungkan perangkat ini');
  await window.types('#invitation', invitation);
  await window.tap('Sambungkan');
  await window.tap('Pakai ukuran ini');
  await window.sees('Selasa,', '20 pintu, RW 03 dan RW 04');
  await window.tap('Saya terima 40 kotak');
  await window.tap('Mulai antar');
  await window.sees('0 dari 20', 'Ibu Sumiati');

  // The same targets as in the browser, counted here by the driver's clicks.
  const normal = await window.counting(async () => {
    await window.tap('Diterima sendiri');
    await window.tap('Baik');
  });
  expect(normal).toBe(2);
  await window.sees('1 dari 20', 'Bapak Kasman');

  phone.wire.cut();
  const neighbor = await window.counting(async () => {
    await window.tap('Tidak menjawab');
    await window.tap('Titip ke ');
    await window.tap('Ada yang melihat');
  });
  expect(neighbor).toBe(3);
  await window.sees('2 dari 20');

  const unwell = await window.counting(async () => {
    await window.tap('Diterima sendiri');
    await window.tap('Kurang sehat');
    await window.tap('Demam');
    await window.tap('Simpan: kurang sehat');
  });
  expect(unwell).toBe(4);
  await window.sees('3 dari 20', 'menunggu sinyal');

  const urgent = await window.counting(async () => {
    await window.tap('Diterima sendiri');
    await window.tap('Perlu ditolong sekarang');
    await window.sees('Telepon 112');
  });
  expect(urgent).toBeLessThanOrEqual(4);

  await window.noted('/round/help/');
  await window.kill();
  await window.open(phone.data, 'kurir');
  await window.sees('Telepon 112');
  await window.tap('Kembali ke antaran');
  await window.sees('4 dari 20', 'menunggu sinyal');

  phone.wire.mend();
  await window.sendsNow();
  await window.sees('4 dari 20');

  if (process.env['SCREENS']) {
    mkdirSync(pictures, { recursive: true });
    await window.picture(join(pictures, 'window-courier.png'));
  }
  await window.close();
});
