import * as board from '../lib/api/board';
import * as bundle from '../lib/api/bundle';
import * as covers from '../lib/api/covers';
import * as people from '../lib/api/people';
import { photosDeliveries, proofGet, proofSet } from '../lib/api/photos';
import * as recap from '../lib/api/recap';
import * as relay from '../lib/api/relay';
import * as report from '../lib/api/report';
import * as receipts from '../lib/api/receipts';
import * as review from '../lib/api/review';
import * as roster from '../lib/api/roster';
import * as routes from '../lib/api/routes';
import {
  checkGet,
  visitCancel,
  visitGet,
  visitHandOut,
  visitsDesk,
  visitVerify,
} from '../lib/api/visits';

/** What the desk asks of the device; a test passes its own. */
export const deskApi = {
  ...board,
  ...bundle,
  ...covers,
  ...people,
  ...recap,
  ...relay,
  ...report,
  ...receipts,
  ...review,
  ...roster,
  ...routes,
  checkGet,
  photosDeliveries,
  proofGet,
  proofSet,
  visitCancel,
  visitGet,
  visitHandOut,
  visitsDesk,
  visitVerify,
};

export type DeskApi = typeof deskApi;
