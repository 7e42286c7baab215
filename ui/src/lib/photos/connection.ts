import { photosSend } from '../api/photos';

/** What Chromium and Android's web view know of the connection. */
interface Connection extends EventTarget {
  type?: string;
  saveData?: boolean;
}

const connection = () => (navigator as { connection?: Connection }).connection;

/** Whether it may cost money; `null`: nobody says. */
export function metered(): boolean | null {
  const found = connection();
  if (!found?.type || found.type === 'unknown') return null;
  return found.saveData === true || !['wifi', 'ethernet'].includes(found.type);
}

/** Tells the device what photos may go over, now and with each change, until it is stopped. */
export function followConnection(): () => void {
  const tell = () => {
    // Photos wait; the next change tells again.
    photosSend({ metered: metered(), now: false }).catch(() => undefined);
  };
  tell();
  const found = connection();
  found?.addEventListener?.('change', tell);
  return () => found?.removeEventListener?.('change', tell);
}
