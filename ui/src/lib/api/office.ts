import { call } from './call';
import type { RelayFound } from './generated/RelayFound';
import type { RelayGivenView } from './generated/RelayGivenView';

/** Hands what is unsent to the computer whose code was scanned. */
export const relayFound = (args: RelayFound) =>
  call<RelayGivenView>({ command: 'relay_found', args });
