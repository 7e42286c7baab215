import { isTauri } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { DeviceEvent } from './generated/DeviceEvent';
import { token } from './token';

type Handler = (event: DeviceEvent) => void;

const handlers = new Set<Handler>();
let close: (() => void) | null = null;

/**
 * Tells what the device says of its own accord, until the returned function is called. However many
 * screens listen, there is one line to the device: browsers allow few.
 */
export function onDeviceEvent(handle: Handler): () => void {
  handlers.add(handle);
  close ??= isTauri() ? openTauri() : openServerSent();
  return () => {
    handlers.delete(handle);
    if (handlers.size > 0) return;
    close?.();
    close = null;
  };
}

function tell(event: DeviceEvent): void {
  for (const handle of [...handlers]) handle(event);
}

function openTauri(): () => void {
  const stop = listen<DeviceEvent>('device', ({ payload }) => tell(payload));
  return () => void stop.then((unlisten) => unlisten());
}

function openServerSent(): () => void {
  if (typeof EventSource === 'undefined') return () => undefined;
  const source = new EventSource(`./events?t=${encodeURIComponent(token())}`);
  source.onmessage = ({ data }: MessageEvent<string>) => tell(JSON.parse(data) as DeviceEvent);
  // The device may have spoken while the line was down: after a new connection, load again.
  let opened = false;
  source.onopen = () => {
    if (opened) tell({ event: 'changed' });
    opened = true;
  };
  return () => source.close();
}
