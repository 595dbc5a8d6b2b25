import { Badge } from "@shopify/polaris";
import type { Grade } from "~/predictions/prediction";

/** How much a prediction rests on: A is the customer's own habits, D what is usual in the shop. */
export function GradeBadge({ grade }: { grade: Grade }) {
  const text = `Grade ${grade}`;
  if (grade === "A") return <Badge tone="success">{text}</Badge>;
  if (grade === "B") return <Badge tone="info">{text}</Badge>;
  return <Badge>{text}</Badge>;
}
