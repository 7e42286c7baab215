import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { test } from '../harness/test.ts';

test('an elder who needs help now is saved first and help is offered without a signal', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 08:50' });
  const phone = await world.device('dedi');
  const office = await world.device('ratna');
  const address = await phone.host();
  const courier = await Courier.takes(await screens.phone(address));
  const coordinator = new Coordinator(await screens.desk(await office.host()));
  await courier.begins();
  await courier.starts(40);
  await phone.sent(address);
  phone.wire.cut();

  const name = await courier.door();
  const taps = await courier.counting(async () => {
    await courier.tap('Diterima sendiri');
    await courier.tap('Perlu ditolong sekarang');
    await courier.page.getByRole('link', { name: /^Telepon 112/ }).waitFor();
  });
  expect(taps).toBeLessThanOrEqual(4);
  await courier.sees(/Tersimpan 08\.5\d/, `${name} perlu ditolong sekarang`, 'Gang Mawar III');

  // Three ways that need no data, each with everything in it.
  const links = courier.page.locator('.dock a, footer a, a[href^="tel:"], a[href^="sms:"]');
  const targets = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(targets).toContain('tel:112');
  expect(targets.some((href) => href?.startsWith('tel:0812-0000-0001'))).toBe(true);
  const sms = decodeURIComponent(targets.find((href) => href?.startsWith('sms:')) ?? '');
  expect(sms).toContain(name);
  expect(sms).toContain('RT 007 / RW 04');
  expect(sms).toContain('Pak Dedi');

  // The phone is switched off there and then; the record is not lost with it.
  await phone.kill();
  await courier.opens(await phone.host());
  await courier.sees(`${name} perlu ditolong sekarang`);
  await courier.tap('Kembali ke antaran');
  await courier.sees('1 dari 20', /1 catatan/);
  await coordinator.reads('0 dari 82');

  phone.wire.mend();
  await courier.sendsNow();
  // Nobody at the desk touches anything: it looks by itself, every few seconds.
  await coordinator.sees(`${name} perlu ditolong sekarang`);
  await coordinator.reads(/1 minta tolong/);
});
