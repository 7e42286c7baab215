import { call } from './call';
import type { ConflictResolve } from './generated/ConflictResolve';
import type { DoorAttach } from './generated/DoorAttach';
import type { ReviewSettle } from './generated/ReviewSettle';
import type { ReviewView } from './generated/ReviewView';

export const reviewList = () => call<ReviewView>({ command: 'review_list', args: {} });
export const conflictResolve = (args: ConflictResolve) =>
  call<ReviewView>({ command: 'conflict_resolve', args });
export const doorAttach = (args: DoorAttach) => call<ReviewView>({ command: 'door_attach', args });
export const reviewSettle = (args: ReviewSettle) =>
  call<ReviewView>({ command: 'review_settle', args });
