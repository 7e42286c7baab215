import { call } from './call';
import type { DeliveryPhotosView } from './generated/DeliveryPhotosView';
import type { ParafDraw } from './generated/ParafDraw';
import type { PhotoAttach } from './generated/PhotoAttach';
import type { PhotoDecline } from './generated/PhotoDecline';
import type { PhotoFull } from './generated/PhotoFull';
import type { PhotoGet } from './generated/PhotoGet';
import type { PhotoLane } from './generated/PhotoLane';
import type { PhotoRemove } from './generated/PhotoRemove';
import type { PhotosDeliveries } from './generated/PhotosDeliveries';
import type { PhotosOf } from './generated/PhotosOf';
import type { PhotosSend } from './generated/PhotosSend';
import type { PhotosView } from './generated/PhotosView';
import type { ProofSet } from './generated/ProofSet';
import type { ProofView } from './generated/ProofView';

export const photosOf = (args: PhotosOf) => call<PhotosView>({ command: 'photos_of', args });
export const photosDeliveries = (args: PhotosDeliveries) =>
  call<DeliveryPhotosView>({ command: 'photos_deliveries', args });
export const photoAttach = (args: PhotoAttach) =>
  call<PhotosView>({ command: 'photo_attach', args });
export const photoDecline = (args: PhotoDecline) =>
  call<PhotosView>({ command: 'photo_decline', args });
export const parafDraw = (args: ParafDraw) => call<PhotosView>({ command: 'paraf_draw', args });
export const photoRemove = (args: PhotoRemove) =>
  call<PhotosView>({ command: 'photo_remove', args });
export const photoGet = (args: PhotoGet) => call<PhotoFull>({ command: 'photo_get', args });
export const photosLane = () => call<PhotoLane>({ command: 'photos_lane', args: {} });
export const photosSend = (args: PhotosSend) => call<PhotoLane>({ command: 'photos_send', args });
export const proofGet = () => call<ProofView>({ command: 'proof_get', args: {} });
export const proofSet = (args: ProofSet) => call<ProofView>({ command: 'proof_set', args });
