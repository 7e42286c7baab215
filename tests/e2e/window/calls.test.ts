import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

import { test } from '../harness/test.ts';
import { until } from '../harness/until.ts';
import { AppWindow } from '../harness/window.ts';

test('the real window hands each call and message to the system, and stays where it is', async ({
  begin,
}) => {
  const world = await begin({ at: '2026-11-24 08:50' });
  const phone = await world.device('dedi');
  const opened = join(world.directory, 'opened');
  const window = await AppWindow.on(world, { width: 412, height: 915 });
  await window.open(phone.data, 'kurir', { RANTANG_TEST_OPENED: opened });
  /** What the system was asked to open by a tap. */
  const opens = async (words: string): Promise<string> => {
    const before = lines(opened).length;
    await window.tap(words);
    return until(`“${words}” reaches the system`, () => lines(opened)[before]);
  };

  await window.tap('Pakai ukuran ini');
  await window.tap('Saya terima 40 kotak');
  await window.tap('Mulai antar');
  phone.wire.cut();
  await window.tap('Diterima sendiri');
  await window.tap('Perlu ditolong sekarang');
  expect(await opens('Telepon 112')).toBe('tel:112');
  expect(await opens('Telepon Bu Ratna')).toBe('tel:0812-0000-0001');
  const sms = new URL(await opens('SMS ke Bu Ratna'));
  expect([sms.protocol, sms.pathname]).toEqual(['sms:', '0812-0000-0001']);
  const body = new URLSearchParams(sms.search).get('body') ?? '';
  for (const words of ['Ibu Sumiati', 'RT 007 / RW 04', 'Pak Dedi']) expect(body).toContain(words);

  await window.sees('Telepon 112');
  await window.tap('Kembali ke antaran');
  await window.sees('1 dari 20');
  expect(lines(opened)).toHaveLength(3);
});

function lines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}
