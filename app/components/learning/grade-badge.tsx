import { Badge } from "@shopify/polaris";
import type { Grade } from "~/predictions/prediction";

/** A prediction's data grade: A is based on the customer's own habits, D on the shop's averages. */
export function GradeBadge({ grade }: { grade: Grade }) {
  const text = `Grade ${grade}`;
  if (grade === "A") return <Badge tone="success">{text}</Badge>;
  if (grade === "B") return <Badge tone="info">{text}</Badge>;
  return <Badge>{text}</Badge>;
}
