import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { inBrowser } from '../harness/psm.ts';
import { house } from '../harness/picture.ts';
import * as story from '../harness/story.ts';
import { test } from '../harness/test.ts';

test('three missed meals become a visit, a check with a Barthel index of 7, and an answer that is asked for and mended', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 10:30' });
  const office = await world.device('ratna');
  const phone = await world.device('lastri');
  const photo = await house(await screens.desk('about:blank'), world.directory);
  const desk = new Coordinator(await screens.desk(await office.host()));
  const address = await phone.host();
  const courier = await Courier.takes(await screens.phone(address));
  const lived = { desk, psm: inBrowser(courier, phone, address), wire: phone.wire, photo };

  await story.isHandedOut(lived);
  await story.isVisited(lived);
  expect(courier.typed).toBe(0);
  await story.isChecked(lived);
  await story.isPhotographed(lived);
  await story.isReturned(lived);
  await story.isMended(lived);
});
