import { call } from './call';
import type { SyncView } from './generated/SyncView';
import type { WaitingView } from './generated/WaitingView';

export const syncStatus = () => call<SyncView>({ command: 'sync_status', args: {} });
export const syncNow = () => call<SyncView>({ command: 'sync_now', args: {} });
export const syncWaiting = () => call<WaitingView[]>({ command: 'sync_waiting', args: {} });
