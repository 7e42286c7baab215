import { call } from './call';
import type { AlertAcknowledge } from './generated/AlertAcknowledge';
import type { BoardDay } from './generated/BoardDay';
import type { BoardView } from './generated/BoardView';

export const boardDay = (args: BoardDay) => call<BoardView>({ command: 'board_day', args });
export const alertAcknowledge = (args: AlertAcknowledge) =>
  call<BoardView>({ command: 'alert_acknowledge', args });
