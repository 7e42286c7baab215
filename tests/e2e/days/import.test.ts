import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

import { Coordinator } from '../harness/desk.ts';
import { test } from '../harness/test.ts';

interface Expected {
  rows: number;
  ready: number;
}

test('a roster as an office keeps it enters through the screen of the desk', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 13:00' });
  const seed = 20261124;
  const out = join(world.directory, 'roster');
  await world.execute('roster-generator', [
    ...['--seed', String(seed), '--format', 'xlsx', '--out', out],
  ]);
  const file = join(out, `roster-${seed}.xlsx`);
  const expected = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Expected;

  const office = await world.device('ratna');
  const address = await office.host();
  const coordinator = new Coordinator(await screens.desk(address));
  await coordinator.goes('Penerima');
  await coordinator.reads('86 penerima');
  await coordinator.clicks('Masukkan daftar');
  await coordinator.page.locator('input[type=file]').setInputFiles(file);
  await coordinator.reads(`${expected.ready} dari ${expected.rows} baris siap masuk`);
  await coordinator.sees('Belum ada yang disimpan.');

  await coordinator.clicks(/^Masukkan \d+ orang$/);
  await coordinator.sees(/\d+ orang masuk daftar/);
  await office.sent(address);

  // The same file again changes nothing.
  await coordinator.clicks('Masukkan berkas lain');
  await coordinator.page.locator('input[type=file]').setInputFiles(file);
  await coordinator.page
    .getByRole('button', { name: /^(Tidak ada yang baru|Simpan perubahan)/ })
    .waitFor();
  expect(await coordinator.page.getByRole('button', { name: /^Masukkan \d/ }).count()).toBe(0);
});
