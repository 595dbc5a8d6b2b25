import { ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";
import { TitledCard } from "~/components/titled-card";
import { useRefresh } from "~/components/use-refresh";
import { useText } from "~/i18n/text-provider";
import type { CustomerImportPage } from "~/pages/customers/customer-import-page.server";

const REFRESH_MS = 1_500;

/** How far a job is. */
export function ProgressCard({ found }: { found: NonNullable<CustomerImportPage["found"]> }) {
  const text = useText("customer-import");
  const id = useId();
  useRefresh(REFRESH_MS);
  const { state, rowsDone: done, rowCount: total } = found;
  const step = state === "checking" || state === "importing" ? state : "undoing";
  const isKnown = total !== null && total > 0 && state === "importing";
  return (
    <TitledCard title={text(`progress.${step}`)} gap="300">
      {isKnown && (
        <ProgressBar size="small" progress={Math.round((done / total) * 100)} ariaLabelledBy={id} />
      )}
      {step !== "undoing" && (
        <Text as="p" tone="subdued" id={id}>
          {isKnown ? text("progress.rows", { done, total }) : text("progress.rowsDone", { done })}
        </Text>
      )}
    </TitledCard>
  );
}
