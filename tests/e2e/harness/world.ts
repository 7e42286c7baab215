import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

import { Child } from './child.ts';
import { Clock } from './clock.ts';
import { Device } from './device.ts';
import { Wire } from './wire.ts';

/** Who is in the sample; Bu Wati comes later. */
export type Who = 'dedi' | 'sri' | 'yuni' | 'fajar' | 'tini' | 'ratna' | 'lastri' | 'wati';

export interface WorldOptions {
  /** In Jakarta, e.g. "2026-11-24 07:45". */
  at: string;
  /** Which sample day. */
  season?: 'usual' | 'ramadan' | 'holidays';
  /** Instead of the sample: two offices of one kecamatan, with their people and nobody to bring to. */
  offices?: boolean;
}

/** A server with the sample, its devices, and the time for all of them, in a directory of their own. */
export class World {
  readonly bin = inject('bin');
  readonly directory = mkdtempSync(join(tmpdir(), 'rantang-e2e-'));
  readonly clock: Clock;
  readonly #options: WorldOptions;
  readonly #devices: Device[] = [];
  #server: Child | null = null;
  readonly #others: { end(): Promise<void> }[] = [];
  #port = 0;
  #starts = 0;

  private constructor(options: WorldOptions) {
    this.#options = options;
    this.clock = new Clock(this.directory, options.at);
    mkdirSync(join(this.directory, 'log'));
  }

  static async begin(options: WorldOptions): Promise<World> {
    const world = new World(options);
    try {
      await (options.offices ? world.#foundOffices() : world.prepareDay());
      await world.serve();
      return world;
    } catch (reason) {
      await world.end(true);
      throw reason;
    }
  }

  /** Runs a program to its end and answers its one document. */
  async run<T = unknown>(program: string, args: string[]): Promise<T> {
    return JSON.parse(await this.execute(program, args)) as T;
  }

  /** Runs a program to its end and answers what it printed. */
  async execute(program: string, args: string[]): Promise<string> {
    const environment = { ...process.env, ...this.clock.environment(this.bin) };
    const options = { env: environment, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)(join(this.bin, program), args, options);
    return stdout;
  }

  /** What the kitchen does at night: today's boxes. The first time, everything. */
  async prepareDay(): Promise<void> {
    const season = this.#options.season ?? 'usual';
    await this.run('rantang-server', ['demo', '--json', '--data', this.office, '--season', season]);
  }

  /** Kampung Rawa with Pak Dedi and Bu Ratna, and Galur beside it with Bu Wati. */
  async #foundOffices(): Promise<void> {
    const office = (...words: string[]) =>
      this.run('rantang-server', [...words, '--json', '--data', this.office]);
    await office('init', '--area', '31.71.08');
    const staff: [Who, string, string][] = [
      ['ratna', 'koordinator', 'Kampung Rawa'],
      ['dedi', 'kurir', 'Kampung Rawa'],
      ['wati', 'koordinator', 'Galur'],
    ];
    for (const [who, role, area] of staff) {
      const name = ['--name', `${names[who]} Contoh`, '--call-name', names[who]];
      await office('user', 'add', ...name, '--role', role, '--area', area);
    }
    for (const area of ['Kampung Rawa', 'Galur']) {
      const days = ['--first', '2026-01-01', '--last', '2026-12-31'];
      await office('period', 'set', '--area', area, ...days);
    }
  }

  /** Starts the server, on the same port each time. */
  async serve(): Promise<void> {
    const listen = `127.0.0.1:${this.#port}`;
    const args = ['serve', '--json', '--data', this.office, '--listen', listen];
    this.#server = this.start(`server-${++this.#starts}`, 'rantang-server', args);
    const [, port] = await this.#server.says(/"listening":"127\.0\.0\.1:(\d+)"/);
    this.#port = Number(port);
  }

  /** The server is gone until `serve`. */
  async stopServing(): Promise<void> {
    await this.#server?.end();
    this.#server = null;
  }

  /** A device of its own data, paired through a wire of its own. */
  async device(who: Who): Promise<Device> {
    const device = await this.unpaired(who);
    await device.pair(await this.invite(who, device.wire));
    return device;
  }

  async unpaired(who: Who): Promise<Device> {
    const device = new Device(this, who, await Wire.lay(() => this.#port));
    this.#devices.push(device);
    return device;
  }

  async invite(who: Who, wire: Wire, more: string[] = []): Promise<string> {
    const made = await this.run<{ invitation: string }>('rantang-server', [
      ...['invite', '--json', '--data', this.office, '--user', names[who], '--url', wire.url],
      ...more,
    ]);
    return made.invitation;
  }

  /** A second PSM, trained for SKILAS. */
  async welcomesWati(): Promise<Device> {
    await this.run('rantang-server', [
      ...['user', 'add', '--json', '--data', this.office, '--name', 'Wati Contoh'],
      ...['--call-name', names.wati, '--role', 'psm', '--rw', '04', '--rw', '07'],
      ...['--training', 'skilas'],
    ]);
    return this.device('wati');
  }

  /** Something else that ends with this world. */
  alsoEnds(other: { end(): Promise<void> }): void {
    this.#others.push(other);
  }

  start(name: string, program: string, args: string[], environment = {}): Child {
    const log = join(this.directory, 'log', `${name}.log`);
    const child = new Child(name, log, resolve(this.bin, program), args, {
      ...this.clock.environment(this.bin),
      ...environment,
    });
    return child;
  }

  /** Ends all of it; keeps the directory when something went wrong, and says where it is. */
  async end(failed: boolean): Promise<void> {
    for (const other of this.#others) await other.end();
    for (const device of this.#devices) await device.end();
    await this.stopServing();
    if (failed) console.error(`data and logs are kept in ${this.directory}`);
    else rmSync(this.directory, { recursive: true, force: true });
  }

  private get office(): string {
    return join(this.directory, 'server');
  }
}

const names: Record<Who, string> = {
  dedi: 'Pak Dedi',
  sri: 'Bu Sri',
  yuni: 'Bu Yuni',
  fajar: 'Mas Fajar',
  tini: 'Bu Tini',
  ratna: 'Bu Ratna',
  lastri: 'Bu Lastri',
  wati: 'Bu Wati',
};
