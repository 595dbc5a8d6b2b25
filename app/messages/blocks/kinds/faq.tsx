import { z } from "zod";
import { blockOf, mergeLine } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";

/** Questions and their answers, all visible: email clients have no accordion. */
export const FaqBlock = blockOf("faq", {
  items: z
    .array(z.strictObject({ question: mergeLine(150), answer: mergeLine(600) }))
    .min(1)
    .max(8),
});
export type FaqBlock = z.infer<typeof FaqBlock>;

export function FaqView({ block, context }: BlockProps<FaqBlock>) {
  const { theme, merge } = context;
  return (
    <div style={{ margin: "20px 0 12px", textAlign: theme.start }}>
      {block.items.map(({ question, answer }, i) => (
        <div key={i} className="rule" style={{ ...theme.rule, padding: "16px 0" }}>
          <div className="ink" style={theme.title}>
            {merge(question)}
          </div>
          <div className="soft" style={{ ...theme.paragraph, margin: "6px 0 0" }}>
            {merge(answer)}
          </div>
        </div>
      ))}
    </div>
  );
}
