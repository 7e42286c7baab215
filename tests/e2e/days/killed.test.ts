import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { test } from '../harness/test.ts';

test('a phone that is killed in the middle of a round loses nothing and comes back where it was', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 08:20' });
  const phone = await world.device('dedi');
  const courier = await Courier.takes(await screens.phone(await phone.host()));
  await courier.begins();
  await courier.starts(40);
  phone.wire.cut();

  for (let done = 1; done <= 3; done += 1) {
    await courier.delivers();
    await courier.done(`${done} dari 20`);
    // The tick stands on the screen: from here on it must not be lost.
    await phone.kill();
    await courier.opens(await phone.host());
    await courier.done(`${done} dari 20`);
  }

  // In the middle of a question: the same question of the same door.
  const name = await courier.door();
  await courier.tap('Diterima keluarga');
  await courier.sees(`Bagaimana keadaan ${name} hari ini?`);
  await phone.kill();
  await courier.opens(await phone.host());
  await courier.sees(`Bagaimana keadaan ${name} hari ini?`);
  await courier.tap('Baik');
  await courier.done('4 dari 20');

  // A tap whose answer never came is not a record, and the screen says so; it can be tapped again.
  const next = await courier.door();
  await courier.tap('Diterima sendiri');
  await phone.kill();
  await courier.tap('Baik');
  await courier.page.getByRole('alert').filter({ hasText: /\S/ }).first().waitFor();
  await courier.opens(await phone.host());
  await courier.sees(`Bagaimana keadaan ${next} hari ini?`);
  await courier.tap('Baik');
  await courier.done('5 dari 20');

  phone.wire.mend();
  await courier.sendsNow();
  const doors = await phone
    .run<{ doors: unknown[] }>('run', 'list', '--date', '2026-11-24')
    .catch((reason: unknown) => String(reason));
  expect(doors).toMatch(/dibuka program Rantang yang lain/);
});
