import { Coordinator } from '../harness/desk.ts';
import { house } from '../harness/picture.ts';
import { inWindow } from '../harness/psm.ts';
import * as story from '../harness/story.ts';
import { test } from '../harness/test.ts';
import { AppWindow } from '../harness/window.ts';

test('in the real window of a PSM three missed meals become a visit, a check with two photos, and an answer that is mended', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 10:30' });
  const office = await world.device('ratna');
  const phone = await world.device('lastri');
  const photo = await house(await screens.desk('about:blank'), world.directory);
  const desk = new Coordinator(await screens.desk(await office.host()));
  const window = await AppWindow.on(world, { width: 412, height: 915 });
  await window.open(phone.data, 'kurir');
  const lived = { desk, psm: inWindow(window, phone), wire: phone.wire, photo };

  await story.isHandedOut(lived);
  await story.isVisited(lived);
  await story.isChecked(lived);
  await story.isPhotographed(lived);
  await story.isReturned(lived);
  await story.isMended(lived);
  await window.close();
});
