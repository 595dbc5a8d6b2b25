import { BlockStack, Button, ButtonGroup, Card, Link, Text } from "@shopify/polaris";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";
import type { SegmentPageProps } from "./page";

type DeleteCardProps = Pick<SegmentPageProps, "dependents" | "isDeleting" | "onDelete">;

/** Deletes the segment, or lists what refers to it. */
export function DeleteCard({ dependents, isDeleting, onDelete }: DeleteCardProps) {
  const text = useText("segments");
  const common = useText("common");
  const [isSure, setIsSure] = useState(false);
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <Text as="h2" variant="headingMd">
          {text("delete.title")}
        </Text>
        {dependents.length > 0 ? (
          <>
            <Text as="p">{text("delete.dependents")}</Text>
            {dependents.map(({ kind, id, name }) => (
              <Text as="p" key={id}>
                {text.rich(`delete.dependent.${kind}`, {
                  name,
                  link: (words) => <Link url={`/app/${kind}s/${id}`}>{words}</Link>,
                })}
              </Text>
            ))}
          </>
        ) : isSure ? (
          <>
            <Text as="p">{text("delete.sure")}</Text>
            <ButtonGroup>
              <Button tone="critical" variant="primary" loading={isDeleting} onClick={onDelete}>
                {text("delete.title")}
              </Button>
              <Button onClick={() => setIsSure(false)}>{common("cancel")}</Button>
            </ButtonGroup>
          </>
        ) : (
          <Button tone="critical" onClick={() => setIsSure(true)}>
            {text("delete.delete")}
          </Button>
        )}
      </BlockStack>
    </Card>
  );
}
