/** Not every web view has it, and TypeScript does not know it. */
interface CodeReader {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}

type MakesReaders = new (options: { formats: string[] }) => CodeReader;

/** Often enough that nobody waits, seldom enough for an old phone. */
const EVERY_MS = 250;

const readers = () => (globalThis as unknown as { BarcodeDetector?: MakesReaders }).BarcodeDetector;

/** Whether this web view can look for codes at all; a camera may still be refused. */
export const canScan = (): boolean =>
  readers() !== undefined && navigator.mediaDevices?.getUserMedia !== undefined;

interface Seen {
  /** A code was read. `true`: look for another one. */
  found: (text: string) => boolean;
  refused: () => void;
}

/** Looks for QR codes in what the camera sees, until one was taken or the returned function is called. */
export function watchCodes(video: HTMLVideoElement, seen: Seen): () => void {
  const Reader = readers();
  let stream: MediaStream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  function end() {
    ended = true;
    clearTimeout(timer);
    // The lamp beside the camera goes out with it.
    stream?.getTracks().forEach((track) => track.stop());
  }

  async function look(reader: CodeReader) {
    // A picture that cannot be read is followed by the next one.
    const codes = await reader.detect(video).catch(() => []);
    if (ended) return;
    const [code] = codes;
    if (code && !seen.found(code.rawValue.trim())) return end();
    timer = setTimeout(() => void look(reader), EVERY_MS);
  }

  async function begin() {
    if (!Reader) throw new Error('no reader of codes');
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment' },
      audio: false,
    });
    if (ended) return end();
    video.srcObject = stream;
    await video.play();
    await look(new Reader({ formats: ['qr_code'] }));
  }

  begin().catch(() => {
    if (ended) return;
    end();
    seen.refused();
  });
  return end;
}
