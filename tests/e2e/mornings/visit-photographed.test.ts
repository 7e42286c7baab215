import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from 'vitest';

import { sizes } from '../harness/browser.ts';
import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

interface Row {
  id: string;
  person_id: string;
  person_name: string;
  purpose: string;
  due: string | null;
}

interface Desk {
  date: string;
  proposed: { row: Row }[];
  open: Row[];
  visitors: { id: string; name: string }[];
}

test('a visit is photographed with izin, and the coordinator sees it where she verifies', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 13:05' });
  const office = await world.device('ratna');
  const desk = await office.host();
  const visits = await office.call<Desk>(desk, 'visits_desk');
  const row = [...visits.proposed.map((it) => it.row), ...visits.open][0]!;
  const lastri = visits.visitors.find(({ name }) => name === 'Bu Lastri')!;
  await office.call(desk, 'visit_hand_out', {
    visit_id: row.id,
    person_id: row.person_id,
    purpose: row.purpose,
    due: visits.date,
    assigned_to: lastri.id,
    note: '',
  });
  await office.sent(desk);

  const wall = await screens.desk('about:blank');
  await wall.setContent(
    '<body style="margin:0;background:linear-gradient(#cfe3ee 55%,#b59e86 55%)"></body>',
  );
  const camera = join(world.directory, 'rumah.mjpeg');
  writeFileSync(camera, await wall.screenshot({ type: 'jpeg', quality: 85 }));

  const phone = await world.device('lastri');
  const held = await phone.host();
  const psm = await Courier.takes(await screens.phone(held, { camera }));
  const { page } = psm;
  const gallery = new Gallery(page, null);
  await psm.begins();
  const taps = await psm.counting(async () => {
    await psm.tap(row.person_name);
    await psm.tap('Bertemu');
    await psm.tap('Beliau sendiri');
    await psm.tap('Lanjut');
    await psm.tap('Baik');
    await psm.tap('Cukup dulu');
  });
  expect(taps).toBeLessThanOrEqual(8);
  await psm.tap('Tambah foto');
  await psm.tap('Tambah foto');
  await psm.tap('Beliau');
  // A face is meant, and nobody has been asked yet.
  await psm.sees('Boleh difoto?');
  expect(await page.getByRole('button', { name: 'Ambil foto' }).isDisabled()).toBe(true);
  await gallery.at('izin');
  // The smallest phone with the largest text: everything can still be reached.
  const settings = { text_size: 'largest', theme: 'system', language: 'id' };
  const whole = { ...settings, text_size_asked: true, photos_only_wifi: false };
  await phone.call(held, 'settings_set', { settings: whole });
  await page.setViewportSize(sizes.small);
  await page.reload();
  await psm.tap('Beliau');
  await gallery.at('izin, small and large');
  await psm.tap('Beliau mengizinkan');
  await page.getByRole('button', { name: 'Ambil foto' }).and(page.locator(':enabled')).waitFor();
  await psm.tap('Ambil foto');
  await psm.sees('Aman di server');
  await psm.tap('Kembali');
  await page.locator('.photos img').waitFor();
  await gallery.at('photos');
  gallery.isClean();

  const coordinator = new Coordinator(await screens.desk(desk));
  const verifying = new Gallery(coordinator.page, null);
  await coordinator.page.getByRole('link', { name: /^Kunjungan/ }).click();
  await coordinator.fetches();
  await coordinator.sees('Menunggu dicek');
  await coordinator.clicks('Lihat');
  await coordinator.page.locator('.photos img').waitFor();
  await verifying.at('verify');
  await coordinator.page.getByRole('button', { name: /^Buka foto/ }).click();
  const picture = coordinator.page.locator('dialog img:not(.rough)');
  await picture.waitFor();
  await verifying.at('photo');
  verifying.isClean();
});
