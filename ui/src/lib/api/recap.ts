import { call } from './call';
import type { DayRecapView } from './generated/DayRecapView';
import type { FileView } from './generated/FileView';
import type { RecapDay } from './generated/RecapDay';
import type { RecapFile } from './generated/RecapFile';
import type { SheetGet } from './generated/SheetGet';
import type { SheetView } from './generated/SheetView';

export const recapDay = (args: RecapDay) => call<DayRecapView>({ command: 'recap_day', args });
export const recapFile = (args: RecapFile) => call<FileView>({ command: 'recap_file', args });
export const sheetGet = (args: SheetGet) => call<SheetView>({ command: 'sheet_get', args });
