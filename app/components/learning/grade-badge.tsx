import { Badge } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { Grade } from "~/predictions/prediction";

const TONES = { A: "success", B: "info" } as const;

/** A prediction's data grade: A is based on the customer's own habits, D on the shop's averages. */
export function GradeBadge({ grade }: { grade: Grade }) {
  const text = useText("learning");
  const content = text("grade", { grade });
  return grade === "A" || grade === "B" ? (
    <Badge tone={TONES[grade]}>{content}</Badge>
  ) : (
    <Badge>{content}</Badge>
  );
}
