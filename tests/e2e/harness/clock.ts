import { writeFileSync, openSync, writeSync, closeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

const WIB_MS = 7 * 3_600_000;

/** Milliseconds since 1970 of a time in Jakarta, e.g. "2026-11-24 07:45". */
export function wib(text: string): number {
  const utc = Date.parse(`${text.replace(' ', 'T')}:00Z`);
  if (Number.isNaN(utc)) throw new Error(`not a time: ${text}`);
  return utc - WIB_MS;
}

/** What time it is for the programs of one world; it runs on by itself. */
export class Clock {
  readonly #directory: string;
  readonly #file: string;

  constructor(directory: string, at: string) {
    this.#directory = directory;
    this.#file = join(directory, 'clock');
    writeFileSync(this.#file, Buffer.alloc(8));
    this.set(at);
  }

  /** Programs that run see it at once. A device trusts its boot clock more: restart it after a night. */
  set(at: string): void {
    const offset = Buffer.alloc(8);
    offset.writeBigInt64LE(BigInt(Math.round(wib(at) - Date.now())));
    // Written over in place: the programs have mapped this very file.
    const file = openSync(this.#file, 'r+');
    writeSync(file, offset, 0, 8, 0);
    closeSync(file);
  }

  /** The environment of a program; each call is another start of the machine that it runs on. */
  environment(bin: string): Record<string, string> {
    const boot = randomUUID();
    const file = join(this.#directory, `boot-${boot}`);
    writeFileSync(file, `${boot}\n`);
    return { LD_PRELOAD: join(bin, 'clock.so'), E2E_CLOCK: this.#file, E2E_BOOT: file };
  }
}
