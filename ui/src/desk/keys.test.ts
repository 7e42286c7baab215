import { afterEach, describe, expect, it, vi } from 'vitest';
import { onKeys } from './keys';

function press(target: Element, key: string, more: KeyboardEventInit = {}) {
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
}

describe('the keys of a screen', () => {
  let stop = () => {};
  afterEach(() => {
    stop();
    document.body.replaceChildren();
  });

  it('work wherever the focus is, in either case', () => {
    const open = vi.fn();
    stop = onKeys({ n: open });
    press(document.body, 'n');
    press(document.body, 'N');
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('belong to the field while somebody types', () => {
    const open = vi.fn();
    stop = onKeys({ n: open, Escape: open });
    const field = document.body.appendChild(document.createElement('input'));
    press(field, 'n');
    expect(open).not.toHaveBeenCalled();
  });

  it('belong to the system with Ctrl or Alt', () => {
    const open = vi.fn();
    stop = onKeys({ n: open });
    press(document.body, 'n', { ctrlKey: true });
    press(document.body, 'n', { altKey: true });
    expect(open).not.toHaveBeenCalled();
  });

  it('leave Enter to a focused button', () => {
    const open = vi.fn();
    stop = onKeys({ Enter: open });
    press(document.body.appendChild(document.createElement('button')), 'Enter');
    expect(open).not.toHaveBeenCalled();
    press(document.body, 'Enter');
    expect(open).toHaveBeenCalledOnce();
  });

  it('are silent while a dialog is open', () => {
    const open = vi.fn();
    stop = onKeys({ n: open });
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.setAttribute('open', '');
    press(document.body, 'n');
    expect(open).not.toHaveBeenCalled();
  });
});
