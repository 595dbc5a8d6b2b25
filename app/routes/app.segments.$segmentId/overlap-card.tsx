import { Select } from "@shopify/polaris";
import { useState } from "react";
import { KeyFigures } from "~/components/charts/figures";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { SegmentPageProps } from "./page";

type OverlapCardProps = Pick<
  SegmentPageProps,
  "builder" | "overlap" | "isOverlapping" | "onOverlap"
>;

/** How many members another segment shares. */
export function OverlapCard({ builder, overlap, isOverlapping, onOverlap }: OverlapCardProps) {
  const text = useText("segments");
  const format = useFormat();
  const [otherId, setOtherId] = useState("");
  if (builder.others.length === 0) return null;
  return (
    <TitledCard title={text("overlap.title")} gap="300">
      <Select
        label={text("overlap.with")}
        placeholder={text("overlap.choose")}
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
            { label: text("overlap.both"), value: format.count(overlap.both) },
            { label: text("overlap.first"), value: format.count(overlap.onlyFirst) },
            { label: text("overlap.second"), value: format.count(overlap.onlySecond) },
          ]}
        />
      )}
    </TitledCard>
  );
}
