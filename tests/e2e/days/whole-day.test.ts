import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { test } from '../harness/test.ts';

test('a courier and a coordinator share a day with no signal in the middle, down to the recap', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 08:00' });
  const [phone, office] = await Promise.all([world.device('dedi'), world.device('ratna')]);
  const address = await phone.host();
  const desk = await office.host();
  const courier = await Courier.takes(await screens.phone(address));
  const coordinator = new Coordinator(await screens.desk(desk));
  await courier.begins();
  await coordinator.reads('0 dari 82');

  // Two boxes more than the list says: they will be needed.
  await courier.tap('Jumlahnya beda');
  await courier.tap('+1');
  await courier.tap('+1');
  await courier.starts(42);
  for (let done = 1; done <= 3; done += 1) {
    await courier.delivers();
    await courier.done(`${done} dari 20`);
  }
  await phone.sent(address);
  await coordinator.fetches();
  await coordinator.reads('3 dari 82');

  // Into the alleys: the phone goes on alone, and says what waits.
  phone.wire.cut();
  for (let done = 4; done <= 8; done += 1) {
    await courier.delivers('Diterima keluarga');
    await courier.done(`${done} dari 20`);
  }
  await courier.sees('5 catatan tersimpan, menunggu sinyal');
  await courier.tap('Tambah pintu');
  await courier.page.getByLabel('Nama').fill('Mbah Tarni');
  await courier.tap('RW 04');
  await courier.page.getByLabel('Patokan').fill('belakang musala');
  await courier.tap('Diterima sendiri');
  await courier.sees('6 catatan tersimpan, menunggu sinyal');

  // Meanwhile the desk goes on, too, and the server is started anew.
  await coordinator.opens('Mbah Painem');
  await coordinator.goes('Hari ini');
  await coordinator.reads('3 dari 82');
  await world.stopServing();
  await world.serve();

  phone.wire.mend();
  await courier.sendsNow();
  await coordinator.fetches();
  await coordinator.reads(/^[89] dari 8[23]/);

  // Somebody knows who stood behind the door off the list.
  await coordinator.goes('Perlu dicek');
  await coordinator.sees('Siapa di balik pintu ini?', 'Mbah Tarni', /belakang musala/);
  await coordinator.clicks('Bukan penerima');
  await coordinator.sees('Tidak ada yang perlu dicek');

  while (!(await courier.page.getByText('Semua pintu selesai').isVisible())) {
    const before = await courier.count();
    await courier.delivers();
    await courier.counted(before);
  }
  await courier.tap('Selesai antar');
  await courier.tap('Selesai antar');
  await courier.sees('Putaran selesai', 'Semua kotak, semua jelas');
  // The boxes of the door off the list left the same bag: the lines add up to the sum below them.
  const numbers = (await courier.page.locator('.sum dd').allInnerTexts()).map(Number);
  expect(numbers.at(-1)).toBe(42);
  expect(numbers.slice(0, -1).reduce((sum, boxes) => sum + boxes)).toBe(42);
  await courier.tap('Bagikan rekap');
  await courier.said('Rekap disalin');
  await phone.sent(address);

  await coordinator.goes('Hari ini');
  await coordinator.fetches();
  await coordinator.sees(/selesai 08\.\d\d/);
  await coordinator.clicks('Rekap hari ini');
  const { page } = coordinator;
  const row = page.getByRole('row').filter({ hasText: 'RW 03 dan RW 04' });
  await row.filter({ hasText: '20' }).waitFor();
  const text = await page.getByRole('textbox', { name: /^Untuk dibagikan/ }).inputValue();
  expect(text).toContain('24 November 2026');
  expect(text).not.toMatch(/\d{16}|gang|sumiati/i);
  for (const [button, ending] of [
    ['Simpan Excel', '.xlsx'],
    ['Simpan CSV', '.csv'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      coordinator.clicks(button),
    ]);
    expect(download.suggestedFilename()).toContain(ending);
    expect((await readFile(await download.path())).length).toBeGreaterThan(100);
  }
});
