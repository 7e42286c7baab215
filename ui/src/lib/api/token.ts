/**
 * The secret of a loopback host. It stands in the address that the host prints (`#t=…`), is taken out
 * of it at once, and is kept for this tab only.
 */
const KEY = 'rantang.token';

/** Reads the token out of the address, if it is there, and cleans the address. Answers whether it was. */
export function takeTokenFromAddress(): boolean {
  const match = /^#t=([A-Za-z0-9_-]+)$/.exec(location.hash);
  if (!match?.[1]) return false;
  sessionStorage.setItem(KEY, match[1]);
  history.replaceState(history.state, '', location.pathname + location.search);
  return true;
}

export function token(): string {
  return sessionStorage.getItem(KEY) ?? '';
}
