import { Column, Row } from "react-email";
import { z } from "zod";
import { blockOf, mergeLine } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";

/** Up to four short reasons side by side, stacked on phones. */
export const BenefitsBlock = blockOf("benefits", {
  items: z
    .array(z.strictObject({ title: mergeLine(60), text: mergeLine(160) }))
    .min(1)
    .max(4),
});
export type BenefitsBlock = z.infer<typeof BenefitsBlock>;

const MARK = { fontSize: "24px", fontWeight: 700, lineHeight: "30px", marginBottom: "4px" };

export function BenefitsView({ block, context }: BlockProps<BenefitsBlock>) {
  const { theme, merge } = context;
  const isCentered = theme.align === "center";
  return (
    <Row className="rule" style={{ ...theme.rule, margin: "28px 0 8px", paddingTop: "24px" }}>
      {block.items.map(({ title, text }, i) => (
        <Column
          key={i}
          className="stack"
          align={theme.align}
          style={{
            padding: isCentered ? "0 10px" : theme.start === "left" ? "0 20px 0 0" : "0 0 0 20px",
            textAlign: theme.align,
            verticalAlign: "top",
            width: `${(100 / block.items.length).toFixed(2)}%`,
          }}
        >
          <div
            className="link"
            data-skip-in-text="true"
            style={{ ...MARK, color: theme.link.color, textAlign: theme.align }}
          >
            ✓
          </div>
          <div className="ink" style={theme.title}>
            {merge(title)}
          </div>
          {text !== "" && (
            <div className="soft" style={{ ...theme.detail, margin: "4px 0 0" }}>
              {merge(text)}
            </div>
          )}
        </Column>
      ))}
    </Row>
  );
}
