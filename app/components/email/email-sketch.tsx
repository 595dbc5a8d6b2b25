import type { SketchPart } from "~/messages/editing/sketch-email";
import styles from "./email-sketch.module.css";

/** A rectangle of the drawing: left edge, distance from the part's top, width, height, style. */
type Shape = readonly [x: number, y: number, width: number, height: number, ink: keyof typeof INKS];

const INKS = {
  text: styles.text,
  heading: styles.heading,
  picture: styles.picture,
  button: styles.button,
  code: styles.code,
};

const WIDTH = 48;
const HEIGHT = 70;

const PARTS: Readonly<Record<SketchPart, { readonly height: number; readonly of: Shape[] }>> = {
  heading: { height: 8, of: [[6, 0, 26, 4, "heading"]] },
  text: {
    height: 11,
    of: [
      [6, 0, 36, 2, "text"],
      [6, 4, 30, 2, "text"],
    ],
  },
  picture: { height: 22, of: [[6, 0, 36, 18, "picture"]] },
  button: { height: 11, of: [[6, 0, 36, 7, "button"]] },
  grid: {
    height: 24,
    of: [
      [6, 0, 17, 14, "picture"],
      [25, 0, 17, 14, "picture"],
      [6, 16, 12, 2, "text"],
      [25, 16, 12, 2, "text"],
    ],
  },
  list: {
    height: 14,
    of: [
      [6, 0, 10, 10, "picture"],
      [19, 2, 22, 2, "text"],
      [19, 6, 14, 2, "text"],
    ],
  },
  code: { height: 14, of: [[6, 0, 36, 10, "code"]] },
  line: { height: 5, of: [[6, 0, 36, 1, "text"]] },
};

/** A small drawing of an email. Decorative: its subject is beside it. */
export function EmailSketch({ parts }: { parts: readonly SketchPart[] }) {
  const tops = parts.map((_, i) =>
    parts.slice(0, i).reduce((sum, part) => sum + PARTS[part].height, 7),
  );
  return (
    <svg
      className={styles.sketch}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      {parts.map((part, i) =>
        PARTS[part].of.map(([x, y, width, height, ink]) => (
          <rect
            key={`${i}/${x}/${y}`}
            className={INKS[ink]}
            x={x}
            y={(tops[i] ?? 0) + y}
            width={width}
            height={height}
            rx={1}
          />
        )),
      )}
    </svg>
  );
}
