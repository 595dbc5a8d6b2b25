import { BlockStack, Button, ButtonGroup, Card, Link, Text } from "@shopify/polaris";
import { useState } from "react";
import type { SegmentPageProps } from "./page";

type DeleteCardProps = Pick<SegmentPageProps, "dependents" | "isDeleting" | "onDelete">;

/** Deletes the segment, or lists what refers to it. */
export function DeleteCard({ dependents, isDeleting, onDelete }: DeleteCardProps) {
  const [isSure, setIsSure] = useState(false);
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <Text as="h2" variant="headingMd">
          Delete this segment
        </Text>
        {dependents.length > 0 ? (
          <>
            <Text as="p">Something asks about it, and must be changed first:</Text>
            {dependents.map(({ kind, id, name }) => (
              <Text as="p" key={id}>
                <Link url={`/app/${kind}s/${id}`}>{name}</Link>
                {` (${kind})`}
              </Text>
            ))}
          </>
        ) : isSure ? (
          <>
            <Text as="p">The customers stay; the list of them and its history go for good.</Text>
            <ButtonGroup>
              <Button tone="critical" variant="primary" loading={isDeleting} onClick={onDelete}>
                Delete for good
              </Button>
              <Button onClick={() => setIsSure(false)}>Keep it</Button>
            </ButtonGroup>
          </>
        ) : (
          <Button tone="critical" onClick={() => setIsSure(true)}>
            Delete
          </Button>
        )}
      </BlockStack>
    </Card>
  );
}
