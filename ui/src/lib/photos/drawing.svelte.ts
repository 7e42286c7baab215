/** The box in which a mark stands, as the records have it. */
export const WIDTH = 600;
export const HEIGHT = 300;
/** Together in all strokes; more would be a scribble that no record holds. */
const POINTS_MAX = 600;
/** Points that are nearer than this to the last one draw nothing new. */
const NEAR = 3;

interface Touch {
  clientX: number;
  clientY: number;
  pointerId: number;
  currentTarget: EventTarget | null;
}

/** What a finger draws, in the coordinates of the box. */
export class Drawing {
  strokes = $state.raw<number[][]>([]);
  #pointer: number | null = null;

  begin(touch: Touch): void {
    if (this.#pointer !== null || this.#points() >= POINTS_MAX) return;
    this.#pointer = touch.pointerId;
    (touch.currentTarget as Element).setPointerCapture?.(touch.pointerId);
    this.strokes = [...this.strokes, point(touch)];
  }

  move(touch: Touch): void {
    if (touch.pointerId !== this.#pointer || this.#points() >= POINTS_MAX) return;
    const stroke = this.strokes.at(-1) ?? [];
    const [x = 0, y = 0] = point(touch);
    const near =
      Math.abs(x - (stroke.at(-2) ?? -NEAR)) < NEAR &&
      Math.abs(y - (stroke.at(-1) ?? -NEAR)) < NEAR;
    if (!near) this.strokes = [...this.strokes.slice(0, -1), [...stroke, x, y]];
  }

  end(): void {
    this.#pointer = null;
  }

  clear(): void {
    this.strokes = [];
    this.#pointer = null;
  }

  #points(): number {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);
  }
}

function point(touch: Touch): number[] {
  const box = (touch.currentTarget as Element).getBoundingClientRect();
  const within = (part: number, most: number) => Math.round(Math.min(1, Math.max(0, part)) * most);
  return [
    within((touch.clientX - box.left) / box.width, WIDTH),
    within((touch.clientY - box.top) / box.height, HEIGHT),
  ];
}
