import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

/** What a camera would see of boxes that are handed over. Nobody's face. */
async function boxes(page: Page, folder: string): Promise<string> {
  await page.setContent(
    `<body style="margin:0;background:#8a7560">
       <div style="margin:160px auto 0;width:420px;height:300px;background:#f5f1e6;border-radius:24px;
            border-top:70px solid #2f7d5b;box-shadow:0 40px 60px #0006"></div></body>`,
  );
  const path = join(folder, 'kamera.mjpeg');
  writeFileSync(path, await page.screenshot({ type: 'jpeg', quality: 85 }));
  return path;
}

test('where the programme asks for a proof, a door is photographed, signed, or neither, and the record is safe first', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 08:20' });
  const office = await world.device('ratna');
  const desk = await office.host();
  const coordinator = new Coordinator(await screens.desk(desk));
  const atDesk = new Gallery(coordinator.page, 'desk', ['photos', 'photo']);
  await coordinator.goes('Rute antar');
  await coordinator.page.getByLabel('Setiap pintu').check();
  await coordinator.sees('HP kurir tahu setelah terhubung lagi.');
  await atDesk.at('proof');
  await office.sent(desk);

  const phone = await world.device('dedi');
  const camera = await boxes(await screens.desk('about:blank'), world.directory);
  const address = await phone.host();
  const courier = await Courier.takes(await screens.phone(address, { camera }));
  const { page } = courier;
  const gallery = new Gallery(page, 'phone-photo', ['proof']);
  await courier.begins();
  await courier.starts(40);

  const first = await courier.door();
  await courier.delivers();
  await courier.sees('Bukti antaran', `Antaran ${first} sudah tersimpan.`);
  await gallery.at('proof');
  await courier.tap('Foto serah terima');
  await page.getByRole('button', { name: 'Ambil foto' }).and(page.locator(':enabled')).waitFor();
  await gallery.at('camera');

  // A phone with little memory ends the app behind the camera: it comes back to the same step.
  await phone.kill();
  const again = await phone.host();
  await courier.opens(again);
  await page.getByRole('button', { name: 'Ambil foto' }).and(page.locator(':enabled')).waitFor();
  await courier.tap('Ambil foto');
  await courier.sees('Serah terima');
  await courier.sees(/Di HP|Sedang dikirim|Aman di server/);
  await gallery.at('kept');
  await courier.sees('Aman di server');
  await courier.tap('Buka foto');
  const picture = page.locator('dialog img');
  await picture.waitFor();
  expect(await picture.getAttribute('src')).toMatch(/^data:image\/jpeg;base64,/);
  await courier.tap('Tutup');
  await courier.tap('Kembali');

  await courier.delivers();
  await courier.tap('Paraf');
  const pad = page.getByRole('application');
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 120, { steps: 8 });
  await page.mouse.move(box.x + 200, box.y + 50, { steps: 8 });
  await page.mouse.up();
  await gallery.at('paraf');
  await courier.tap('Simpan paraf');
  await courier.sees('Paraf');
  await courier.tap('Kembali');

  const taps = await courier.counting(async () => {
    await courier.delivers();
    await courier.tap('Tidak difoto');
  });
  expect(taps).toBe(3);
  await courier.done('3 dari 20');
  expect(courier.typed).toBe(0);

  // A file of the right name that is no photo is refused with a reason, and the door stays done.
  await courier.delivers();
  await courier.tap('Foto serah terima');
  const fake = join(world.directory, 'foto.jpg');
  writeFileSync(fake, 'ini bukan foto');
  await page.setInputFiles('input[type=file]:not([capture])', fake);
  await courier.sees('File ini bukan foto', 'Catatan Anda aman');
  const photos = readFileSync(camera);
  writeFileSync(fake, photos.subarray(0, photos.length / 2));
  await page.setInputFiles('input[type=file]:not([capture])', fake);
  await courier.sees('rusak atau terpotong');

  // The coordinator looks the proofs through: by day, by route, large, and by person.
  await office.sent(desk);
  await coordinator.goes('Hari ini');
  await coordinator.clicks('Foto antaran');
  await coordinator.sees('1 foto, 1 paraf, 1 tidak difoto, 1 belum ada bukti');
  await coordinator.page.locator('.thumb img').waitFor();
  await atDesk.at('photos');
  await coordinator.clicks('Buka foto serah terima');
  const large = coordinator.page.locator('dialog img:not(.rough)');
  await large.waitFor();
  await atDesk.at('photo');
  await coordinator.page.locator('.sheet').getByRole('button', { name: 'Tutup' }).click();
  await coordinator.clicks(first);
  await coordinator.clicks('Foto antaran');
  await coordinator.sees(`Foto antaran ${first}`);
  await coordinator.page.locator('.thumb img').waitFor();
  await coordinator.page.keyboard.press('Escape');
  await coordinator.sees('Riwayat');
  gallery.isClean();
  atDesk.isClean();
});
