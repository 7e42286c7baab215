import type { PhotoSubject } from '../api/generated/PhotoSubject';

export type PhotoStep = 'all' | 'camera' | 'paraf';

/** Where the photos of a record stand, so that an app killed behind the camera comes back there. */
export interface PhotoPlace {
  subject: PhotoSubject;
  person: string | null;
  step: PhotoStep;
}

/** `/photo/{delivery|visit}/{id}/{person or -}/{step}` */
export function photoPath(subject: PhotoSubject, person: string | null, step: PhotoStep): string {
  const [kind, id] =
    'delivery' in subject ? ['delivery', subject.delivery] : ['visit', subject.visit];
  return `/photo/${kind}/${id}/${person ?? '-'}/${step}`;
}

export function parsePhotoPath(segments: string[]): PhotoPlace | null {
  const [part, kind, id, person, step] = segments;
  if (part !== 'photo' || !id || (kind !== 'delivery' && kind !== 'visit')) return null;
  return {
    subject: kind === 'delivery' ? { delivery: id } : { visit: id },
    person: person && person !== '-' ? person : null,
    step: step === 'camera' || step === 'paraf' ? step : 'all',
  };
}
