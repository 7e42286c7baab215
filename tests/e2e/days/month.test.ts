import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { xlsxRows } from '../harness/sheet.ts';
import { test } from '../harness/test.ts';
import { barthel7, VisitDesk, VisitPhone } from '../harness/visits.ts';

/** What a tap saves, as a file. */
async function saved(page: Page, folder: string, act: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

test('a month of visits is read back: in the history of a person, in numbers that open, and in files', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 09:00' });
  const office = await world.device('ratna');
  const phone = await world.device('lastri');
  const desk = new VisitDesk(office, await office.host());
  const checked = await desk.plans('Ngatinah', '2026-11-24');
  const calm = await desk.plans('Kasman', '2026-11-24');
  await office.sent(desk.address);
  const held = new VisitPhone(phone, await phone.host());
  const ngatinah = await held.gets(checked);
  await held.checks(checked, 'kegiatan', barthel7);
  await held.records(checked, 'unwell');
  await held.records(calm, 'well');
  await phone.sent(held.address);
  phone.wire.cut();

  // The PSM, without a line.
  const psm = await Courier.takes(await screens.phone(held.address));
  const { page } = psm;
  const gallery = new Gallery(page, null);
  await psm.begins();
  await psm.tap('Cari orang');
  await page.getByRole('searchbox').fill('Ngatinah');
  await psm.tap('Ibu Ngatinah');
  await psm.sees('Riwayat', 'Kunjungan (pemantauan): bertemu, kurang sehat', '7 dari 20');
  await gallery.at('history');
  await psm.tap('Kembali');
  await psm.tap('Kembali');

  await psm.tap('Laporan');
  await psm.sees('Laporan bulanan');
  const number = (words: string) => page.locator('.sums').getByRole('button', { name: words });
  await psm.sees('2 dari 2 kunjungan');
  await number('Cek keadaan').tap();
  await psm.sees('1 dari 2 kunjungan');
  await gallery.at('report');
  expect(await page.locator('.visits li').count()).toBe(1);
  await psm.tapOn(page.locator('.visits button').filter({ hasText: 'Ibu Ngatinah' }));
  await psm.sees('Kurang sehat', 'Surat tugas');
  await psm.back();
  await psm.sees('2 dari 2 kunjungan');
  gallery.isClean();

  const pdf = readFileSync(await saved(page, world.directory, () => psm.tap('Simpan PDF')));
  await psm.sees('Berkas tersimpan');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.subarray(-7).toString()).toContain('%%EOF');
  const rows = xlsxRows(await saved(page, world.directory, () => psm.tap('Simpan XLSX')));
  const words = rows.flat().join(' | ');
  for (const word of ['Ibu Ngatinah', 'Bapak Kasman', 'Kurang sehat']) {
    expect(words.toLowerCase()).toContain(word.toLowerCase());
  }

  // The coordinator has the same history, and the numbers of the same visits.
  const coordinator = new Coordinator(await screens.desk(desk.address));
  await coordinator.fetches();
  await coordinator.opens('Ibu Ngatinah');
  await coordinator.sees(/Kunjungan \(pemantauan\): bertemu, kurang sehat/, '7 dari 20');
  await coordinator.goes('Kunjungan');
  await coordinator.clicks('Laporan bulanan');
  await coordinator.sees('2 dari 2 kunjungan');
  const office_rows = xlsxRows(
    await saved(coordinator.page, world.directory, () => coordinator.clicks('Simpan XLSX')),
  );
  expect(office_rows).toEqual(rows);

  // A courier sees what a delivery needs, and asks in vain for more.
  const courier = await world.device('dedi');
  const round = await courier.host();
  const asked = { person_id: ngatinah, household: false, offset: 0, limit: 10 };
  await expect(courier.call(round, 'timeline_get', asked)).rejects.toThrow('not_for_this_window');
  const monthly = { month: null, psm_id: null };
  await expect(courier.call(round, 'report_monthly', monthly)).rejects.toThrow(
    'not_for_this_window',
  );
});
