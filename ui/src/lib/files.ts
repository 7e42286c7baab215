import type { FileView } from './api/generated/FileView';

/** Hands a file to the person: the browser's download, which the app's window knows as well. */
export function saveFile(name: string, mediaType: string, bytes: BlobPart): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The window may read the address a moment after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** In slices: a call with a million arguments does not fit the stack. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

/** What a person chose, whole. */
export function base64OfFile(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(base64Of(new Uint8Array(reader.result as ArrayBuffer)));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsArrayBuffer(file);
  });
}

/** By the phone's own share sheet where there is one that takes files, else as a download. */
export async function handOn(file: FileView): Promise<'shared' | 'saved' | 'closed'> {
  const bytes = bytesOf(file.bytes_base64);
  const shared = { files: [new File([bytes], file.name, { type: file.media_type })] };
  if (typeof navigator.share !== 'function' || !navigator.canShare(shared)) {
    saveFile(file.name, file.media_type, bytes);
    return 'saved';
  }
  try {
    await navigator.share(shared);
    return 'shared';
  } catch {
    // Closing the share sheet is not an error.
    return 'closed';
  }
}
