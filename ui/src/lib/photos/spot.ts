import type { PhotoSpot } from '../api/generated/PhotoSpot';

/** A photo waits no longer for the place than this. */
const WAIT_MS = 1500;

/** Where the phone is, if it says so soon and was allowed to. Nobody is asked for it here. */
export async function here(): Promise<PhotoSpot | null> {
  try {
    const allowed = await navigator.permissions.query({ name: 'geolocation' });
    if (allowed.state !== 'granted') return null;
    return await new Promise((done) => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) =>
          done({
            latitude: coords.latitude,
            longitude: coords.longitude,
            accuracy_m: coords.accuracy,
          }),
        () => done(null),
        { maximumAge: 60_000, timeout: WAIT_MS },
      );
    });
  } catch {
    return null;
  }
}
