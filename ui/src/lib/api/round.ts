import { call } from './call';
import type { AheadView } from './generated/AheadView';
import type { DeliveryCorrect } from './generated/DeliveryCorrect';
import type { DeliveryRecord } from './generated/DeliveryRecord';
import type { DeliveryRetract } from './generated/DeliveryRetract';
import type { DoorAdd } from './generated/DoorAdd';
import type { RecordedView } from './generated/RecordedView';
import type { RoundRecapView } from './generated/RoundRecapView';
import type { RoundToday } from './generated/RoundToday';
import type { RoundView } from './generated/RoundView';
import type { RunCloseDoors } from './generated/RunCloseDoors';
import type { RunFinish } from './generated/RunFinish';
import type { RunObstacle } from './generated/RunObstacle';
import type { RunReceive } from './generated/RunReceive';
import type { RunStart } from './generated/RunStart';

export const roundAhead = () => call<AheadView>({ command: 'round_ahead', args: {} });
export const roundToday = (args: RoundToday) => call<RoundView>({ command: 'round_today', args });
export const runStart = (args: RunStart) => call<RoundView>({ command: 'run_start', args });
export const runReceive = (args: RunReceive) => call<RoundView>({ command: 'run_receive', args });
export const runObstacle = (args: RunObstacle) =>
  call<RoundView>({ command: 'run_obstacle', args });
export const runCloseDoors = (args: RunCloseDoors) =>
  call<RoundView>({ command: 'run_close_doors', args });
export const runFinish = (args: RunFinish) => call<RoundView>({ command: 'run_finish', args });
export const deliveryRecord = (args: DeliveryRecord) =>
  call<RecordedView>({ command: 'delivery_record', args });
export const doorAdd = (args: DoorAdd) => call<RecordedView>({ command: 'door_add', args });
export const deliveryRetract = (args: DeliveryRetract) =>
  call<RoundView>({ command: 'delivery_retract', args });
export const deliveryCorrect = (args: DeliveryCorrect) =>
  call<RoundView>({ command: 'delivery_correct', args });
export const roundRecap = (args: RoundToday) =>
  call<RoundRecapView>({ command: 'round_recap', args });
