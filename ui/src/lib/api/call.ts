import { invoke, isTauri } from '@tauri-apps/api/core';

import { ApiError } from './error';
import type { Command } from './generated/Command';
import { token } from './token';

/** The one way to the device: Tauri's `call` inside the app, `POST /api` of the loopback host elsewhere. */
export async function call<Answer>(command: Command): Promise<Answer> {
  try {
    return isTauri() ? await invoke<Answer>('call', { command }) : await post<Answer>(command);
  } catch (reason) {
    throw ApiError.from(reason);
  }
}

async function post<Answer>(command: Command): Promise<Answer> {
  const response = await fetch('./api', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-rantang-token': token() },
    body: JSON.stringify(command),
  });
  if (response.status === 401) throw new ApiError('forbidden', 'HTTP 401');
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw body ?? new ApiError('unreachable', `HTTP ${response.status}`);
  return body as Answer;
}
