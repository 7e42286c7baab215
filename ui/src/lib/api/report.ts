import { call } from './call';
import type { FileView } from './generated/FileView';
import type { MonthlyView } from './generated/MonthlyView';
import type { ReportFile } from './generated/ReportFile';
import type { ReportMonthly } from './generated/ReportMonthly';

export const reportMonthly = (args: ReportMonthly) =>
  call<MonthlyView>({ command: 'report_monthly', args });
export const reportFile = (args: ReportFile) => call<FileView>({ command: 'report_file', args });
