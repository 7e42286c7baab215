/** Geometry of the rantang: four tiers in a frame, drawn in a 72 × 97 box. */

/** Upper edges of the bodies, from the lowest tier up: a round fills from below. */
const TOPS = [79, 62, 45, 28] as const;
const LEFT = 13;
const WIDTH = 46;
const HEIGHT = 13;
const CORNER = 6;

export interface TierShape {
  /** Of the body, whole. */
  body: string;
  rimY: number;
  /** Of the part that is done; `null` where nothing is. */
  fill: string | null;
  specks: { x: number; y: number; r: number }[];
}

/** The four tiers of a round; each stands for a quarter of the doors and fills from the left. */
export function tiers(done: number, total: number): TierShape[] {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  return TOPS.map((top, index) => {
    const part = Math.min(1, Math.max(0, share * TOPS.length - index));
    return {
      body: outline(top, WIDTH),
      rimY: top - 4,
      fill: part > 0 ? outline(top, part * WIDTH) : null,
      specks: specks(top, index),
    };
  });
}

/** A body of enamel from its left edge to `width`; the right corner is round only where it is full. */
function outline(top: number, width: number): string {
  const right = WIDTH - CORNER;
  if (width > right) {
    const corner = width - right;
    return `M${LEFT} ${top}h${num(width)}v${HEIGHT - CORNER}a${num(corner)} ${CORNER} 0 0 1-${num(corner)} ${CORNER}h-${right - CORNER}a${CORNER} ${CORNER} 0 0 1-${CORNER}-${CORNER}z`;
  }
  if (width < CORNER)
    return `M${LEFT} ${top}h${num(width)}v${num(HEIGHT - CORNER + width / 2)}H${LEFT}z`;
  return `M${LEFT} ${top}h${num(width)}v${HEIGHT}h-${num(width - CORNER)}a${CORNER} ${CORNER} 0 0 1-${CORNER}-${CORNER}z`;
}

const num = (value: number) => Number(value.toFixed(2));

/** The speckles of enamel on a finished rantang; always the same ones. */
function specks(top: number, index: number): { x: number; y: number; r: number }[] {
  let seed = 7919 * (index + 1);
  const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  return Array.from({ length: 14 }, () => ({
    x: num(LEFT + 2.5 + next() * (WIDTH - 5)),
    y: num(top + 3 + next() * (HEIGHT - 5)),
    r: num(0.4 + next() * 0.5),
  }));
}
