import type { CodeSeen } from '../api/generated/CodeSeen';
import { base64OfFile } from '../files';

/** Some web views read codes themselves, at once; TypeScript does not know it. */
interface CodeReader {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}

type MakesReaders = new (options: { formats: string[] }) => CodeReader;

/** Often enough that nobody waits, seldom enough for an old phone. */
const EVERY_MS = 250;
/** The longest side of a frame that is handed to the device. A camera of the usual size is not scaled. */
const FRAME_SIDE = 1_600;
/** The device refuses larger photos; these are not even read. */
export const PHOTO_BYTES_MAX = 20 * 1024 * 1024;

const readers = () => (globalThis as unknown as { BarcodeDetector?: MakesReaders }).BarcodeDetector;

/** Whether this web view knows cameras; its person may still refuse. */
export const hasCamera = (): boolean => navigator.mediaDevices?.getUserMedia !== undefined;

interface Watch {
  /** The device looks for a code in a picture. */
  read: (bytes_base64: string) => Promise<CodeSeen>;
  /** Something was seen. `true`: look for more. */
  seen: (code: CodeSeen) => boolean;
  /** The camera may not be used, or there is none. */
  refused: () => void;
}

/** Looks for codes in what the camera sees, until one was taken or the returned function is called. */
export function watchCodes(video: HTMLVideoElement, watch: Watch): () => void {
  let stream: MediaStream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  function end() {
    ended = true;
    clearTimeout(timer);
    // The lamp beside the camera goes out with it.
    stream?.getTracks().forEach((track) => track.stop());
  }

  async function look(read: () => Promise<CodeSeen>) {
    // A picture that cannot be read is followed by the next one.
    const code = await read().catch((): CodeSeen => ({ kind: 'nothing' }));
    if (ended) return;
    if (code.kind !== 'nothing' && !watch.seen(code)) return end();
    timer = setTimeout(() => void look(read), EVERY_MS);
  }

  async function begin() {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: 1_280 } },
      audio: false,
    });
    if (ended) return end();
    video.srcObject = stream;
    await video.play();
    const Reader = readers();
    await look(Reader ? byItself(new Reader({ formats: ['qr_code'] }), video) : byDevice(video));
  }

  function byDevice(from: HTMLVideoElement) {
    const canvas = document.createElement('canvas');
    return async (): Promise<CodeSeen> => {
      const frame = await frameOf(from, canvas);
      return frame ? watch.read(frame) : { kind: 'nothing' };
    };
  }

  begin().catch(() => {
    if (ended) return;
    end();
    watch.refused();
  });
  return end;
}

function byItself(reader: CodeReader, video: HTMLVideoElement) {
  return async (): Promise<CodeSeen> => {
    const [code] = await reader.detect(video);
    if (!code) return { kind: 'nothing' };
    const text = code.rawValue.trim();
    if (text.startsWith('rantang-kantor:')) return { kind: 'relay', code: text };
    if (text.startsWith('rantang:')) return { kind: 'invitation', invitation: text };
    return { kind: 'other' };
  };
}

/** What the camera sees now, as JPEG; `null` before its first picture. */
async function frameOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<string | null> {
  const longest = Math.max(video.videoWidth, video.videoHeight);
  if (longest === 0) return null;
  const scale = Math.min(1, FRAME_SIDE / longest);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext('2d');
  if (!context) return null;
  // Scaled in a hurry, the fine squares of a code tear.
  context.imageSmoothingQuality = 'high';
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/jpeg', 0.85));
  return blob && base64OfFile(blob);
}
