import { call } from './call';
import type { RelaySet } from './generated/RelaySet';
import type { RelayView } from './generated/RelayView';

export const relayGet = () => call<RelayView>({ command: 'relay_get', args: {} });
export const relaySet = (args: RelaySet) => call<RelayView>({ command: 'relay_set', args });
