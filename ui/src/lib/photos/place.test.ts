import { describe, expect, it } from 'vitest';

import { parsePhotoPath, photoPath } from './place';

const segments = (path: string) => path.split('/').slice(1);

describe('the place of a photo', () => {
  it('is found again after the app was killed behind the camera', () => {
    for (const step of ['all', 'camera', 'paraf'] as const) {
      const delivery = { subject: { delivery: 'a1' }, person: null, step };
      expect(parsePhotoPath(segments(photoPath({ delivery: 'a1' }, null, step)))).toEqual(delivery);
      const visit = { subject: { visit: 'b2' }, person: 'c3', step };
      expect(parsePhotoPath(segments(photoPath({ visit: 'b2' }, 'c3', step)))).toEqual(visit);
    }
  });

  it('is nothing for other places', () => {
    expect(parsePhotoPath(segments('/round/door/a1'))).toBeNull();
    expect(parsePhotoPath(segments('/photo/person/a1/-/all'))).toBeNull();
    expect(parsePhotoPath(segments('/photo/delivery'))).toBeNull();
  });
});
