import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

import { until } from './until.ts';

const GRACE_MS = 5_000;

/** A program that runs, with its output in a log. Ended by its own id, never by a name. */
export class Child {
  readonly name: string;
  readonly log: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #last = () => this.#signal('SIGKILL');

  constructor(
    name: string,
    log: string,
    program: string,
    args: string[],
    environment: Record<string, string>,
  ) {
    this.name = name;
    this.log = log;
    const out = openSync(log, 'a');
    this.#process = spawn(program, args, {
      stdio: ['ignore', out, out],
      // A group of its own: what a program has started ends with it.
      detached: true,
      env: { ...process.env, RUST_LOG: 'info', ...environment },
    });
    closeSync(out);
    // However this run ends: nothing stays behind.
    process.once('exit', this.#last);
    this.#ended = new Promise((done) => {
      this.#process.once('exit', () => done());
      this.#process.once('error', () => done());
    });
    void this.#ended.then(() => process.off('exit', this.#last));
  }

  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  get output(): string {
    return readFileSync(this.log, 'utf8');
  }

  /** Waits until the program has printed something, and answers it. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    return until(`${this.name} says ${pattern}`, () => {
      const found = pattern.exec(this.output);
      if (!found && !this.running) throw new Error(`${this.name} ended:\n${this.output}`);
      return found;
    });
  }
  /** Asks it to end, and insists after a while. */
  async end(): Promise<void> {
    if (!this.running) return;
    this.#signal('SIGTERM');
    const insist = setTimeout(() => this.#signal('SIGKILL'), GRACE_MS);
    await this.#ended;
    clearTimeout(insist);
  }

  /** As a battery that falls out: afterwards nothing of it holds a file any more. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.#ended;
    await until(`${this.name} has let go`, () => !this.#groupRuns());
  }

  /** Whether the program, or something that it started, still runs; the dead that nobody buried do not. */
  #groupRuns(): boolean {
    return readdirSync('/proc').some((name) => {
      if (!/^\d+$/.test(name)) return false;
      try {
        // "pid (name) state parent group …"; the name may hold anything.
        const [state, , group] = (
          readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1) ?? ''
        ).split(' ');
        return Number(group) === this.#process.pid && state !== 'Z';
      } catch {
        return false;
      }
    });
  }

  /** To the program and what it started. */
  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended in this very moment.
    }
  }
}
