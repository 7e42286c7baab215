/** What a place needs to be said on one line. */
export interface Place {
  rt: string;
  rw: string;
  gang: string;
  house_no?: string;
}

/** "RT 007 / RW 04"; the part that is unknown is left out. */
export function rtRw({ rt, rw }: Pick<Place, 'rt' | 'rw'>): string {
  return [rt && `RT ${rt}`, rw && `RW ${rw}`].filter(Boolean).join(' / ');
}

/** "RT 007 / RW 04 · Gang Mawar III no. 12"; a line never ends between "no." and the number. */
export function placeLine(place: Place): string {
  const house = place.house_no ? `no.\u00a0${place.house_no}` : '';
  return [rtRw(place), [place.gang, house].filter(Boolean).join(' ')].filter(Boolean).join(' · ');
}
