import { call } from './call';
import type { CourierView } from './generated/CourierView';
import type { CoverEnd } from './generated/CoverEnd';
import type { CoverGive } from './generated/CoverGive';
import type { RoutesView } from './generated/RoutesView';
import type { RunSplit } from './generated/RunSplit';
import type { SplitView } from './generated/SplitView';

export const coverGive = (args: CoverGive) => call<RoutesView>({ command: 'cover_give', args });
export const coverEnd = (args: CoverEnd) => call<RoutesView>({ command: 'cover_end', args });
export const runColleagues = () => call<CourierView[]>({ command: 'run_colleagues', args: {} });
export const runSplit = (args: RunSplit) => call<SplitView>({ command: 'run_split', args });
