import { Children, type ReactNode } from "react";
import { Column, Row } from "react-email";
import { z } from "zod";
import { blockOf } from "../elements/block-base";
import type { RenderContext } from "../elements/render-context";

/** Column widths in percent of the card. */
const COLUMN_WIDTHS = {
  halves: [50, 50],
  "narrow-wide": [33, 67],
  "wide-narrow": [67, 33],
  thirds: [33, 34, 33],
} as const;

const layouts = Object.keys(COLUMN_WIDTHS) as (keyof typeof COLUMN_WIDTHS)[];

/** Blocks side by side, stacked on phones. Columns cannot be nested. */
export function columnsOf<T extends z.ZodType>(leaf: T) {
  return blockOf("columns", {
    layout: z.enum(layouts),
    columns: z.array(z.array(leaf).max(12)).min(2).max(3),
  });
}

interface ColumnsProps {
  readonly layout: keyof typeof COLUMN_WIDTHS;
  readonly theme: RenderContext["theme"];
  /** One child per column. */
  readonly children: ReactNode;
}

export function ColumnsView({ layout, theme, children }: ColumnsProps) {
  const cells = Children.toArray(children);
  const gap = (i: number) => {
    const side = theme.start === "left" ? "paddingLeft" : "paddingRight";
    return i === 0 ? {} : { [side]: "20px" };
  };
  return (
    <Row style={{ margin: "16px 0" }}>
      {cells.map((cell, i) => (
        <Column
          key={i}
          className="stack"
          align={theme.start}
          style={{ ...gap(i), verticalAlign: "top", width: `${COLUMN_WIDTHS[layout][i] ?? 33}%` }}
        >
          {cell}
        </Column>
      ))}
    </Row>
  );
}
