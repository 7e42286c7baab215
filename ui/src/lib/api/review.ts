import { call } from './call';
import type { ConflictResolve } from './generated/ConflictResolve';
import type { DoorAttach } from './generated/DoorAttach';
import type { PeopleJoin } from './generated/PeopleJoin';
import type { ReviewDecide } from './generated/ReviewDecide';
import type { ReviewReopen } from './generated/ReviewReopen';
import type { ReviewView } from './generated/ReviewView';

export const reviewList = () => call<ReviewView>({ command: 'review_list', args: {} });
export const conflictResolve = (args: ConflictResolve) =>
  call<ReviewView>({ command: 'conflict_resolve', args });
export const peopleJoin = (args: PeopleJoin) => call<ReviewView>({ command: 'people_join', args });
export const doorAttach = (args: DoorAttach) => call<ReviewView>({ command: 'door_attach', args });
export const reviewDecide = (args: ReviewDecide) =>
  call<ReviewView>({ command: 'review_decide', args });
export const reviewReopen = (args: ReviewReopen) =>
  call<ReviewView>({ command: 'review_reopen', args });
