/**
 * Once for a whole run: copies of the built programs that no other build overwrites, and the clock.
 * `make test-e2e` has built both before.
 */
import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Holds `rantang-server`, `rantang-device`, `rantang` and `clock.so`. */
    bin: string;
  }
}

const repository = resolve(import.meta.dirname, '../../..');
const built = join(process.env['CARGO_TARGET_DIR'] ?? join(repository, 'target'), 'debug');

/** The screens that a host serves. */
export const screens = join(repository, 'ui/dist');

export default function setup({ provide }: TestProject): () => void {
  if (!existsSync(join(screens, 'index.html'))) throw new Error('no built screens: run make ui');
  const bin = mkdtempSync(join(tmpdir(), 'rantang-e2e-bin-'));
  for (const name of ['rantang-server', 'rantang-device', 'rantang', 'roster-generator']) {
    const program = join(built, name);
    if (!existsSync(program)) throw new Error(`${program} is missing: run make build`);
    copyFileSync(program, join(bin, name), constants.COPYFILE_FICLONE);
  }
  const source = join(import.meta.dirname, '../clock/clock.c');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', join(bin, 'clock.so'), source]);
  provide('bin', bin);
  return () => rmSync(bin, { recursive: true, force: true });
}
