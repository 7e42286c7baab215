import { afterEach, describe, expect, it, vi } from 'vitest';

import { i18n } from '../i18n/index.svelte';
import { errorText } from '../i18n/errors';
import { ApiError } from './error';
import { sessionGet } from './session';
import { takeTokenFromAddress } from './token';

afterEach(() => {
  i18n.language = 'id';
});

/** What a call ends in when the host answers so. */
async function refusal(answer: () => Promise<Response>): Promise<ApiError> {
  vi.stubGlobal('fetch', answer);
  return sessionGet().then(
    () => expect.fail('the call succeeded'),
    (reason: unknown) => ApiError.from(reason),
  );
}

describe('a call to the device', () => {
  it('carries the token of the printed address, which leaves the address at once', async () => {
    history.replaceState(null, '', '#t=abc_123-X');
    expect(takeTokenFromAddress()).toBe(true);
    expect(location.hash).toBe('');
    const fetched = vi.fn<typeof fetch>(() => Promise.resolve(Response.json({})));
    vi.stubGlobal('fetch', fetched);
    await sessionGet();
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      headers: { 'x-rantang-token': 'abc_123-X' },
      body: '{"command":"session_get","args":{}}',
    });
  });

  it('leaves the places of the router alone', () => {
    history.replaceState(null, '', '#/round/door/a');
    expect(takeTokenFromAddress()).toBe(false);
    expect(location.hash).toBe('#/round/door/a');
  });

  it('ends in the code and the sentence of the device', async () => {
    const full = { code: 'disk_full', message: 'Penyimpanan penuh.' };
    const error = await refusal(() => Promise.resolve(Response.json(full, { status: 507 })));
    expect(error.code).toBe('disk_full');
    expect(errorText(error)).toBe('Penyimpanan penuh.');
    i18n.language = 'en';
    expect(errorText(error)).toMatch(/^The phone is full/);
  });

  it('says which address to open when the token is old', async () => {
    const error = await refusal(() => Promise.resolve(new Response(null, { status: 401 })));
    expect(errorText(error)).toMatch(/tidak berlaku/);
  });

  it('says that the records are safe when nobody answers', async () => {
    const error = await refusal(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(error.code).toBe('unreachable');
    expect(errorText(error)).toMatch(/Catatan aman/);
  });
});
