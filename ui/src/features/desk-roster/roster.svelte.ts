import type { DeskApi } from '../../desk/api';
import { base64Of } from '../../lib/files';
import { ApiError } from '../../lib/api/error';
import type { RosterCommitView } from '../../lib/api/generated/RosterCommitView';
import type { RosterField } from '../../lib/api/generated/RosterField';
import type { RosterFix } from '../../lib/api/generated/RosterFix';
import type { RosterFixValue } from '../../lib/api/generated/RosterFixValue';
import type { RosterPreviewView } from '../../lib/api/generated/RosterPreviewView';

const MEGABYTE = 1024 * 1024;
export const SIZE_MAX = 50 * MEGABYTE;

/** Why a file did not even reach the device. */
export type FileFault =
  { kind: 'empty' } | { kind: 'too_large'; megabytes: number } | { kind: 'unreadable' };

/** One import, from the file to its result. The file stays as it is; mends live here until they enter. */
export class Roster {
  step = $state<'choose' | 'reading' | 'preview' | 'saving' | 'done'>('choose');
  fileName = $state('');
  /** How much of the file was read from the disk, 0 to 1. */
  read = $state(0);
  /** A mend or another column is being looked at by the device; the old preview stays visible. */
  checking = $state(false);
  preview = $state.raw<RosterPreviewView | null>(null);
  result = $state.raw<RosterCommitView | null>(null);
  error = $state.raw<unknown>(null);
  fault = $state.raw<FileFault | null>(null);
  fixes = $state.raw<RosterFix[]>([]);
  acceptedChanges = $state.raw<ReadonlySet<number>>(new Set());
  acceptedGone = $state.raw<ReadonlySet<string>>(new Set());
  #bytes = '';
  #sheet: string | null = null;
  #columns: Record<string, RosterField | null> = {};
  #asked = 0;
  #api: DeskApi;

  constructor(api: DeskApi) {
    this.#api = api;
  }

  reset(): void {
    this.#asked++;
    this.step = 'choose';
    this.preview = null;
    this.result = null;
    this.error = null;
    this.fault = null;
    this.fixes = [];
    this.checking = false;
    this.#bytes = '';
  }

  async choose(file: File): Promise<void> {
    this.reset();
    const asked = this.#asked;
    this.fileName = file.name;
    if (file.size === 0) return void (this.fault = { kind: 'empty' });
    if (file.size > SIZE_MAX) {
      return void (this.fault = { kind: 'too_large', megabytes: Math.ceil(file.size / MEGABYTE) });
    }
    this.step = 'reading';
    this.read = 0;
    this.#sheet = null;
    this.#columns = {};
    try {
      const bytes = await readFile(file, (share) => (this.read = share));
      if (asked !== this.#asked) return;
      this.#bytes = base64Of(bytes);
    } catch {
      if (asked !== this.#asked) return;
      this.fault = { kind: 'unreadable' };
      this.step = 'choose';
      return;
    }
    await this.#check();
  }

  /** Another sheet has other columns and other rows: mends of the old one do not fit it. */
  async useSheet(sheet: string): Promise<void> {
    this.#sheet = sheet;
    this.#columns = {};
    this.fixes = [];
    await this.#check();
  }

  async assign(letter: string, field: RosterField | null): Promise<void> {
    this.#columns = { ...this.#columns, [letter]: field };
    await this.#check();
  }

  /** A mend of the same cell takes the place of the older one. */
  async fix(row: number, value: RosterFixValue): Promise<void> {
    this.fixes = [
      ...this.fixes.filter((old) => !(old.row === row && sameCell(old.value, value))),
      { row, value },
    ];
    await this.#check();
  }

  async undoFix(): Promise<void> {
    this.fixes = this.fixes.slice(0, -1);
    await this.#check();
  }

  acceptChange(rows: Iterable<number>, on: boolean): void {
    this.acceptedChanges = toggled(this.acceptedChanges, rows, on);
  }

  acceptGone(ids: Iterable<string>, on: boolean): void {
    this.acceptedGone = toggled(this.acceptedGone, ids, on);
  }

  /** New people and what was ticked: nothing else is written. */
  get writes(): number {
    return (this.preview?.new_count ?? 0) + this.acceptedChanges.size + this.acceptedGone.size;
  }

  async commit(): Promise<void> {
    if (this.step !== 'preview' || this.checking || this.writes === 0) return;
    const writes = this.writes;
    try {
      await this.#write();
    } catch (cause) {
      this.step = 'preview';
      this.error = cause;
      if (ApiError.from(cause).code !== 'preview_gone') return;
      // The program was started again meanwhile. What enters is what was seen: the same, or not yet.
      await this.#check();
      if (this.error !== null || this.writes !== writes) return;
      await this.#write().catch((again: unknown) => {
        this.step = 'preview';
        this.error = again;
      });
    }
  }

  async #write(): Promise<void> {
    this.step = 'saving';
    this.result = await this.#api.rosterCommit({
      preview_id: this.preview?.preview_id ?? '',
      accept_changes: [...this.acceptedChanges],
      accept_gone: [...this.acceptedGone],
    });
    this.#bytes = '';
    this.error = null;
    this.step = 'done';
  }

  async #check(): Promise<void> {
    const asked = ++this.#asked;
    this.checking = true;
    try {
      const preview = await this.#api.rosterPreview({
        file_name: this.fileName,
        bytes_base64: this.#bytes,
        sheet: this.#sheet,
        columns: this.#columns,
        fixes: this.fixes,
        kelurahan_code: null,
      });
      if (asked !== this.#asked) return;
      this.preview = preview;
      this.error = null;
      this.step = 'preview';
      // What was ticked stays ticked as far as it is still there.
      const rows = new Set(preview.changes.map((change) => change.row));
      const gone = new Set(preview.gone.map((person) => person.id));
      this.acceptedChanges = new Set([...this.acceptedChanges].filter((row) => rows.has(row)));
      this.acceptedGone = new Set([...this.acceptedGone].filter((id) => gone.has(id)));
    } catch (cause) {
      if (asked !== this.#asked) return;
      this.error = cause;
      this.step = this.preview ? 'preview' : 'choose';
    }
    this.checking = false;
  }
}

function sameCell(one: RosterFixValue, other: RosterFixValue): boolean {
  if (one.kind === 'text' && other.kind === 'text') return one.column === other.column;
  return one.kind === other.kind;
}

function toggled<T>(set: ReadonlySet<T>, items: Iterable<T>, on: boolean): ReadonlySet<T> {
  const next = new Set(set);
  for (const item of items) {
    if (on) next.add(item);
    else next.delete(item);
  }
  return next;
}

function readFile(file: File, told: (share: number) => void): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onprogress = (event) => told(event.total > 0 ? event.loaded / event.total : 0);
    reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsArrayBuffer(file);
  });
}
