import { beforeEach, describe, expect, it, vi } from 'vitest';

import { canScan, watchCodes } from './scan';

const stop = vi.fn();
let codes: { rawValue: string }[][] = [];

class Reader {
  detect = () => Promise.resolve(codes.shift() ?? []);
}

function camera(answer: () => Promise<unknown>) {
  vi.stubGlobal('BarcodeDetector', Reader);
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: answer } });
}

const video = () => ({ play: () => Promise.resolve() }) as unknown as HTMLVideoElement;

beforeEach(() => {
  codes = [];
  stop.mockClear();
  vi.unstubAllGlobals();
});

describe('a code before the camera', () => {
  it('is read on, past what is no invitation, and the camera goes off', async () => {
    camera(() => Promise.resolve({ getTracks: () => [{ stop }] }));
    codes = [[], [{ rawValue: 'https://example.id' }], [{ rawValue: ' rantang:abc\n' }]];
    const read: string[] = [];
    await new Promise<void>((done) => {
      watchCodes(video(), {
        found: (text) => {
          read.push(text);
          const other = !text.startsWith('rantang:');
          if (!other) done();
          return other;
        },
        refused: () => expect.unreachable(),
      });
    });
    expect(read).toEqual(['https://example.id', 'rantang:abc']);
    await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce());
  });

  it('says when the camera may not be used', async () => {
    camera(() => Promise.reject(new Error('denied')));
    await new Promise<void>((refused) => {
      watchCodes(video(), { found: () => true, refused });
    });
  });

  it('is not offered where the web view cannot read codes', () => {
    expect(canScan()).toBe(false);
    camera(() => Promise.reject(new Error('never asked')));
    expect(canScan()).toBe(true);
  });
});
