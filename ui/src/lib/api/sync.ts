import { call } from './call';
import type { SyncView } from './generated/SyncView';

export const syncStatus = () => call<SyncView>({ command: 'sync_status', args: {} });
export const syncNow = () => call<SyncView>({ command: 'sync_now', args: {} });
