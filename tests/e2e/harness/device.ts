import { join } from 'node:path';

import { screens } from './build.ts';
import type { Child } from './child.ts';
import { until } from './until.ts';
import type { Wire } from './wire.ts';
import type { World } from './world.ts';

/** What `rantang-device sync --json` says. */
export interface Synced {
  pushed: number;
  pulled: number;
  pending: number;
  needs_review: number;
}

/** One device: its data, its way to the server, and the host that shows its screens. */
export class Device {
  readonly data: string;
  readonly #world: World;
  #host: Child | null = null;
  #starts = 0;
  #port = 0;

  constructor(
    world: World,
    readonly name: string,
    readonly wire: Wire,
  ) {
    this.#world = world;
    this.data = join(world.directory, name);
  }

  /** Runs a command of `rantang-device` to its end. */
  run<T = unknown>(...args: string[]): Promise<T> {
    return this.#world.run('rantang-device', ['--data', this.data, ...args, '--json']);
  }

  async pair(invitation: string): Promise<void> {
    await this.run('pair', invitation);
  }

  /** Starts the host, on the same port each time, and answers the address of its screens. */
  async host(): Promise<string> {
    const listen = `127.0.0.1:${this.#port}`;
    const args = ['--data', this.data, 'host', '--listen', listen, '--ui', screens];
    const log = `${this.name}-${++this.#starts}`;
    this.#host = this.#world.start(log, 'rantang-device', args);
    const [address, port] = await this.#host.says(/http:\/\/127\.0\.0\.1:(\d+)\/#t=[\w-]+/);
    this.#port = Number(port);
    return address;
  }

  /** As a phone that is switched off. */
  async off(): Promise<void> {
    await this.#host?.end();
    this.#host = null;
  }

  /** `kill -9`, in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#host?.kill();
    this.#host = null;
  }

  /** Sends one command of the screens to the host, as a screen would. */
  async call<T = unknown>(address: string, command: string, args: unknown = {}): Promise<T> {
    const [url, token] = address.split('#t=') as [string, string];
    const response = await fetch(`${url}api`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-rantang-token': token },
      body: JSON.stringify({ command, args }),
    });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`${command}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Waits until nothing waits to be sent any more. */
  async sent(address: string): Promise<void> {
    await until(`${this.name} has sent everything`, async () => {
      const status = await this.call<{ unsent: number; syncing: boolean }>(address, 'sync_status');
      return status.unsent === 0 && !status.syncing;
    });
  }

  async end(): Promise<void> {
    await this.off();
    await this.wire.end();
  }
}
