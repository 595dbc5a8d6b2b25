import { Children, type ReactNode } from "react";
import { Column, Row, Section } from "react-email";
import { z } from "zod";
import { blockOf } from "../elements/block-base";
import type { RenderContext } from "../elements/render-context";
import { SECTION_GROUNDS, type SectionGround } from "../../theme/designs/theme-design";

/** Column widths in percent of the card. */
const COLUMN_WIDTHS = {
  one: [100],
  halves: [50, 50],
  "narrow-wide": [33, 67],
  "wide-narrow": [67, 33],
  thirds: [33, 34, 33],
} as const;

const layouts = Object.keys(COLUMN_WIDTHS) as (keyof typeof COLUMN_WIDTHS)[];

/** A section: blocks below or beside each other, stacked on phones, on a background of their own. Sections cannot be nested. */
export function columnsOf<T extends z.ZodType>(leaf: T) {
  return blockOf("columns", {
    layout: z.enum(layouts),
    columns: z.array(z.array(leaf).max(12)).min(1).max(3),
    /** Absent: that of the card. */
    background: z.enum(SECTION_GROUNDS).optional(),
  });
}

interface ColumnsProps {
  readonly layout: keyof typeof COLUMN_WIDTHS;
  readonly theme: RenderContext["theme"];
  readonly background: SectionGround | undefined;
  /** One child per column. */
  readonly children: ReactNode;
}

export function ColumnsView({ background, ...rest }: ColumnsProps) {
  if (background === undefined) return <Cells {...rest} />;
  const { colors, design } = rest.theme;
  return (
    <Section
      className={background}
      tdClassName="band-inside"
      style={{
        backgroundColor: colors[background].ground,
        borderRadius: `${design.radius.tile || design.radius.picture}px`,
        margin: "24px 0",
        padding: "12px 28px 16px",
      }}
    >
      <Cells {...rest} />
    </Section>
  );
}

function Cells({ layout, theme, children }: Omit<ColumnsProps, "background">) {
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
