import { Select, SkeletonBodyText, Text } from "@shopify/polaris";
import { useState } from "react";
import type { Why } from "~/components/flows/use-why";
import { WhyWords } from "~/components/flows/why-words";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";

export interface WhyCardProps {
  customerId: string;
  flows: readonly { readonly flowId: string; readonly name: string }[];
  why: Why;
}

/** Why this customer got or did not get the emails of a flow. */
export function CustomerReasonsCard({ customerId, flows, why }: WhyCardProps) {
  const [flowId, setFlowId] = useState("");
  const text = useText("customers");
  const common = useText("common");
  return (
    <TitledCard title={text("why.title")}>
      <Select
        label={text("why.flow")}
        placeholder={text("why.placeholder")}
        options={flows.map(({ flowId: value, name: label }) => ({ value, label }))}
        value={flowId}
        onChange={(chosen) => {
          setFlowId(chosen);
          why.onExplain(chosen, customerId);
        }}
      />
      <div role="status" aria-busy={why.isPending}>
        {why.isPending && <SkeletonBodyText lines={2} />}
        {why.hasFailed && <Text as="p">{common("requestFailed")}</Text>}
        {why.answer && !why.isPending && <WhyWords answer={why.answer} />}
      </div>
    </TitledCard>
  );
}
