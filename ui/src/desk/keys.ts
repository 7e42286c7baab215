/** What a key does on a screen. The name is `KeyboardEvent.key`, letters in lower case. */
export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

/**
 * Listens for a screen's keys until the returned function is called.
 *
 * A key that is typed into a field belongs to the field, and one with Ctrl, Alt or Meta to the system.
 * While a dialog is open only the dialog hears keys. Keys that a control already used are left alone:
 * Enter and the space bar press a focused button and open a focused link.
 */
export function onKeys(keys: KeyMap): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
    if ((event.key === 'Enter' || event.key === ' ') && isControl(event.target)) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  };
  addEventListener('keydown', listen);
  return () => removeEventListener('keydown', listen);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.matches(
      'textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=file])',
    ) || target.isContentEditable
  );
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('a[href], button, summary, input');
}

/** For a form: Esc leaves it, and goes no further. Used as `{@attach onEscape(close)}`. */
export function onEscape(leave: () => void): (element: HTMLElement) => () => void {
  return (element) => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      leave();
    };
    element.addEventListener('keydown', listen);
    return () => element.removeEventListener('keydown', listen);
  };
}
