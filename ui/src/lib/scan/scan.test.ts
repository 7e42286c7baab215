import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { CodeSeen } from '../api/generated/CodeSeen';
import { hasCamera, watchCodes } from './scan';

const stop = vi.fn();

function camera(answer: () => Promise<unknown>) {
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: answer } });
}

const shows = () => Promise.resolve({ getTracks: () => [{ stop }] });

const video = () =>
  ({ play: () => Promise.resolve(), videoWidth: 3200, videoHeight: 1800 }) as HTMLVideoElement;

/** A canvas that writes down how large the frames are. */
function canvas(sizes: number[][]) {
  vi.stubGlobal('document', {
    createElement: () => ({
      getContext: () => ({ drawImage: () => {} }),
      toBlob(this: { width: number; height: number }, made: (blob: Blob) => void) {
        sizes.push([this.width, this.height]);
        made(new Blob(['frame']));
      },
    }),
  });
}

/** Watches until an invitation was taken, and tells everything that was seen. */
function taken(read: () => Promise<CodeSeen>): Promise<CodeSeen[]> {
  const all: CodeSeen[] = [];
  return new Promise((done) => {
    watchCodes(video(), {
      read,
      seen: (code) => {
        all.push(code);
        if (code.kind === 'invitation') done(all);
        return code.kind !== 'invitation';
      },
      refused: () => expect.unreachable(),
    });
  });
}

beforeEach(() => {
  stop.mockClear();
  vi.unstubAllGlobals();
});

describe('a code before the camera', () => {
  it('is read by the web view where it can, past what is no invitation, and the camera goes off', async () => {
    const codes = [[], [{ rawValue: 'https://example.id' }], [{ rawValue: ' rantang:abc\n' }]];
    camera(shows);
    vi.stubGlobal(
      'BarcodeDetector',
      class {
        detect = () => Promise.resolve(codes.shift() ?? []);
      },
    );
    expect(await taken(() => expect.unreachable())).toEqual([
      { kind: 'other' },
      { kind: 'invitation', invitation: 'rantang:abc' },
    ]);
    await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce());
  });

  it('is read by the device elsewhere, past a frame that fails', async () => {
    const sizes: number[][] = [];
    camera(shows);
    canvas(sizes);
    const answers: (() => Promise<CodeSeen>)[] = [
      () => Promise.resolve({ kind: 'nothing' }),
      () => Promise.reject(new Error('busy')),
      () => Promise.resolve({ kind: 'several' }),
      () => Promise.resolve({ kind: 'invitation', invitation: 'rantang:abc' }),
    ];
    const seen = await taken(() => (answers.shift() ?? expect.unreachable)());
    expect(seen.map((code) => code.kind)).toEqual(['several', 'invitation']);
    expect(sizes[0]).toEqual([1600, 900]);
    await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce());
  });

  it('says when the camera may not be used', async () => {
    camera(() => Promise.reject(new Error('denied')));
    await new Promise<void>((refused) => {
      watchCodes(video(), { read: expect.unreachable, seen: () => true, refused });
    });
  });

  it('is not watched for where there is no camera', () => {
    vi.stubGlobal('navigator', {});
    expect(hasCamera()).toBe(false);
    camera(shows);
    expect(hasCamera()).toBe(true);
  });
});
