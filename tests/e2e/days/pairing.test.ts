import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { Courier } from '../harness/courier.ts';
import { test } from '../harness/test.ts';

test('a phone is paired by a photo of the invitation, past photos that show none', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 07:10' });
  const phone = await world.unpaired('dedi');
  const code = join(world.directory, 'undangan.svg');
  await world.invite('dedi', phone.wire, ['--qr', code]);
  const table = await screens.desk('about:blank');
  const photo = (name: string, shown: string) => photograph(table, shown, world.directory, name);
  const courier = await Courier.takes(await screens.phone(await phone.host()));
  const chooses = (path: string) => courier.page.locator('input[type=file]').setInputFiles(path);

  await courier.tap('Pindai kode');
  await courier.sees('Kamera tidak bisa dipakai di sini.');
  await chooses(await photo('kosong.jpg', '<p>Daftar belanja</p>'));
  await courier.sees('Tidak ada kode QR yang terbaca di foto ini.');
  const torn = join(world.directory, 'rusak.jpg');
  writeFileSync(torn, 'bukan foto');
  await chooses(torn);
  await courier.sees('Foto ini rusak atau bukan JPEG, PNG, atau WebP.');
  await chooses(await photo('undangan.jpg', readFileSync(code, 'utf8')));

  await courier.tap('Pakai ukuran ini');
  await courier.sees('20 pintu, RW 03 dan RW 04');
});

test('a phone is paired by the code that is held before its camera', async ({ begin, screens }) => {
  const world = await begin({ at: '2026-11-24 07:10' });
  const phone = await world.unpaired('dedi');
  const code = join(world.directory, 'undangan.svg');
  await world.invite('dedi', phone.wire, ['--qr', code]);
  const table = await screens.desk('about:blank');
  const shown = readFileSync(code, 'utf8');
  const seen = await photograph(table, shown, world.directory, 'kamera.mjpeg');
  const page = await screens.phone(await phone.host(), { camera: seen });
  const courier = await Courier.takes(page);
  await courier.tap('Pindai kode');
  await courier.tap('Pakai ukuran ini');
  await courier.sees('20 pintu, RW 03 dan RW 04');
});

/** What lies on a table, a little turned, as a phone's camera would see it. */
async function photograph(page: Page, shown: string, folder: string, name: string) {
  await page.setContent(
    `<body style="background: #b59e86; margin: 0">
       <div style="background: #fff; width: 520px; margin: 90px 420px; transform: rotate(11deg)">${shown}</div>
     </body>`,
  );
  const path = join(folder, name);
  writeFileSync(path, await page.screenshot({ type: 'jpeg', quality: 85 }));
  return path;
}
