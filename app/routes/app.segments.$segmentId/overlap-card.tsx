import { BlockStack, Card, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { KeyFigures } from "~/components/charts/figures";
import { formatCount } from "~/components/formats";
import type { SegmentPageProps } from "./page";

type OverlapCardProps = Pick<
  SegmentPageProps,
  "builder" | "overlap" | "isOverlapping" | "onOverlap"
>;

/** How many members another segment shares. */
export function OverlapCard({ builder, overlap, isOverlapping, onOverlap }: OverlapCardProps) {
  const [otherId, setOtherId] = useState("");
  if (builder.others.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Overlap
        </Text>
        <Select
          label="Compare with"
          placeholder="Choose a segment"
          disabled={isOverlapping}
          options={builder.others.map(({ id, name }) => ({ value: id, label: name }))}
          value={otherId}
          onChange={(id) => {
            setOtherId(id);
            onOverlap(id);
          }}
        />
        {overlap && (
          <KeyFigures
            figures={[
              { label: "In both", value: formatCount(overlap.both) },
              { label: "Only here", value: formatCount(overlap.onlyFirst) },
              { label: "Only there", value: formatCount(overlap.onlySecond) },
            ]}
          />
        )}
      </BlockStack>
    </Card>
  );
}
