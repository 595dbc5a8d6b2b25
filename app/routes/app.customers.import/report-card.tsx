import { Banner, BlockStack, Button, InlineStack, List, Text } from "@shopify/polaris";
import { useState } from "react";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { TitledCard } from "~/components/titled-card";
import { countRefused } from "~/delivery/customer-import/import-counts";
import { IMPORT_PROBLEMS } from "~/delivery/customer-import/import-problem";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerImportChange } from "~/pages/customers/change-customer-import.server";
import type { CustomerImportPage } from "~/pages/customers/customer-import-page.server";

type Found = NonNullable<CustomerImportPage["found"]>;

interface ReportCardProps {
  found: Found;
  isBusy: boolean;
  onChange: (change: CustomerImportChange) => void;
  onDownload: (name: "refused-rows" | "for-shopify") => void;
}

/** What an import would do, or did, and what can be done next. */
export function ReportCard({ found, isBusy, onChange, onDownload }: ReportCardProps) {
  const text = useText("customer-import");
  const common = useText("common");
  const [isAsking, setIsAsking] = useState(false);
  const { state, counts } = found;
  const step = state === "checked" || state === "imported" ? state : "undone";
  const isStored = found.fileBytes !== null;
  return (
    <TitledCard
      title={text(`report.${step}`)}
      text={step === "imported" ? undefined : text(`report.${step}Text`)}
    >
      <ConfirmModal
        isOpen={isAsking}
        title={text("undo.title")}
        text={text("undo.text")}
        action={text("action.undo")}
        keep={common("cancel")}
        onConfirm={() => {
          onChange({ kind: "undo", importId: found.importId });
          setIsAsking(false);
        }}
        onClose={() => setIsAsking(false)}
      />
      <Counts counts={counts} />
      {countRefused(counts) > 0 && (
        <Banner tone="warning" title={text("report.refused")}>
          <List>
            {IMPORT_PROBLEMS.map((problem) => {
              const rows = counts.refused[problem] ?? 0;
              const words = { problem: text(`problem.${problem}`), rows };
              return (
                rows > 0 && <List.Item key={problem}>{text("problem.count", words)}</List.Item>
              );
            })}
          </List>
        </Banner>
      )}
      {counts.forShopify > 0 && step !== "undone" && (
        <Banner
          tone="info"
          title={text("forShopify.title", { count: counts.forShopify })}
          {...(step === "imported" &&
            isStored && {
              action: {
                content: text("action.forShopify"),
                onAction: () => onDownload("for-shopify"),
              },
            })}
        >
          <p>{text("forShopify.text")}</p>
          {step === "checked" && <p>{text("forShopify.later")}</p>}
        </Banner>
      )}
      <InlineStack gap="200" align="end">
        {countRefused(counts) > 0 && isStored && (
          <Button onClick={() => onDownload("refused-rows")}>{text("action.refused")}</Button>
        )}
        {step === "checked" && (
          <>
            <Button disabled={isBusy} onClick={() => onChange({ kind: "edit" })}>
              {text("action.edit")}
            </Button>
            <Button variant="primary" loading={isBusy} onClick={() => onChange({ kind: "import" })}>
              {text("action.import")}
            </Button>
          </>
        )}
        {step === "imported" && (
          <Button tone="critical" loading={isBusy} onClick={() => setIsAsking(true)}>
            {text("action.undo")}
          </Button>
        )}
      </InlineStack>
    </TitledCard>
  );
}

/** In the order of their weight. The optional ones are shown if there are any. */
const ALWAYS = ["rows", "customers", "unknown", "suppressed", "consents", "changed"] as const;
const OPTIONAL = [
  "suppressedBefore",
  "consentsBefore",
  "overruled",
  "properties",
  "longValues",
] as const;

function Counts({ counts }: { counts: Found["counts"] }) {
  const text = useText("customer-import");
  const format = useFormat();
  return (
    <BlockStack gap="100">
      {[...ALWAYS, ...OPTIONAL.filter((name) => counts[name] > 0)].map((name) => (
        <InlineStack key={name} align="space-between" gap="400" wrap={false}>
          <Text as="span">{text(`report.${name}`)}</Text>
          <Text as="span" numeric fontWeight="semibold">
            {format.count(counts[name])}
          </Text>
        </InlineStack>
      ))}
    </BlockStack>
  );
}
