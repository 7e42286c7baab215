import { describe, expect, it, vi } from 'vitest';
import type { DeskApi } from '../../desk/api';
import type { RosterPreview } from '../../lib/api/generated/RosterPreview';
import type { RosterPreviewView } from '../../lib/api/generated/RosterPreviewView';
import { Roster } from './roster.svelte';

function preview(change: Partial<RosterPreviewView> = {}): RosterPreviewView {
  return {
    preview_id: 'p1',
    file_name: 'daftar.xlsx',
    sheet: 'Data',
    sheets: ['Data'],
    header_row: 4,
    columns: [],
    rows: 3,
    ready: 2,
    skipped: 0,
    errors: [],
    warnings: [],
    duplicates: [],
    changes: [],
    gone: [],
    new_count: 2,
    unchanged_count: 0,
    shown_rows: [],
    ...change,
  };
}

function roster(answer: (asked: RosterPreview) => Promise<RosterPreviewView>) {
  const rosterPreview = vi.fn(answer);
  const rosterCommit = vi.fn(async () => ({ added: 2, changed: 1, left: 0, unchanged: 0 }));
  const model = new Roster({ rosterPreview, rosterCommit } as unknown as DeskApi);
  return { model, rosterPreview, rosterCommit };
}

const file = (content = 'NAMA;NIK') => new File([content], 'daftar.csv');
const person = { id: 'x', name: 'Ibu Sumiati', place: '' };

describe('an import', () => {
  it('shows the preview of the file and writes nothing', async () => {
    const { model, rosterPreview, rosterCommit } = roster(async () => preview());
    await model.choose(file());
    expect(model.step).toBe('preview');
    expect(atob(rosterPreview.mock.calls[0]?.[0].bytes_base64 ?? '')).toBe('NAMA;NIK');
    expect(rosterCommit).not.toHaveBeenCalled();
  });

  it('says what is wrong with a file that cannot be taken in', async () => {
    const { model, rosterPreview } = roster(async () => preview());
    await model.choose(file(''));
    expect(model.fault).toEqual({ kind: 'empty' });
    const huge = file();
    Object.defineProperty(huge, 'size', { value: 60 * 1024 * 1024 });
    await model.choose(huge);
    expect(model.fault).toEqual({ kind: 'too_large', megabytes: 60 });
    expect(rosterPreview).not.toHaveBeenCalled();
  });

  it('looks again after every mend, with the newest mend of a cell', async () => {
    const { model, rosterPreview } = roster(async () => preview());
    await model.choose(file());
    await model.fix(17, { kind: 'text', column: 'B', text: '1' });
    await model.fix(17, { kind: 'text', column: 'B', text: '2' });
    await model.fix(38, { kind: 'nik_unknown' });
    expect(rosterPreview.mock.lastCall?.[0].fixes).toEqual([
      { row: 17, value: { kind: 'text', column: 'B', text: '2' } },
      { row: 38, value: { kind: 'nik_unknown' } },
    ]);
    await model.undoFix();
    expect(rosterPreview.mock.lastCall?.[0].fixes).toHaveLength(1);
  });

  it('keeps the preview when a mend is refused', async () => {
    let refuse = false;
    const { model } = roster(async () => {
      if (refuse) throw new Error('ditolak');
      return preview();
    });
    await model.choose(file());
    refuse = true;
    await model.fix(1, { kind: 'skip_row' });
    expect(model.step).toBe('preview');
    expect(model.error).toBeInstanceOf(Error);
    expect(model.checking).toBe(false);
  });

  it('drops the answer to an older question', async () => {
    let release = () => {};
    const { model } = roster(async ({ columns }) => {
      if ('A' in columns && !('B' in columns)) await new Promise<void>((done) => (release = done));
      return preview({ ready: Object.keys(columns).length });
    });
    await model.choose(file());
    const slow = model.assign('A', 'name');
    await model.assign('B', 'nik');
    release();
    await slow;
    expect(model.preview?.ready).toBe(2);
  });

  it('changes and ends only what was ticked', async () => {
    const changes = [{ row: 5, person, field: 'landmark' as const, before: 'a', after: 'b' }];
    const { model, rosterCommit } = roster(async () =>
      preview({ new_count: 0, changes, gone: [person] }),
    );
    await model.choose(file());
    await model.commit();
    expect(rosterCommit, 'nothing was ticked').not.toHaveBeenCalled();
    model.acceptChange([5], true);
    await model.commit();
    expect(rosterCommit).toHaveBeenCalledWith({
      preview_id: 'p1',
      accept_changes: [5],
      accept_gone: [],
    });
    expect(model.step).toBe('done');
  });

  it('looks at the file once more when its preview is gone, and then enters the same', async () => {
    const { model, rosterPreview, rosterCommit } = roster(async () => preview());
    await model.choose(file());
    rosterCommit.mockRejectedValueOnce({ code: 'preview_gone', message: 'Pratinjau tidak ada.' });
    await model.commit();
    expect(rosterPreview).toHaveBeenCalledTimes(2);
    expect(model.step).toBe('done');
  });

  it('enters nothing that was not seen', async () => {
    let count = 2;
    const { model, rosterCommit } = roster(async () => preview({ new_count: count }));
    await model.choose(file());
    rosterCommit.mockRejectedValueOnce({ code: 'preview_gone', message: 'Pratinjau tidak ada.' });
    count = 3;
    await model.commit();
    expect(rosterCommit).toHaveBeenCalledOnce();
    expect(model.step).toBe('preview');
  });
});
