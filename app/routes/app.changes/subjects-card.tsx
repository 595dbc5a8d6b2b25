import { BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { formatCount, formatRate } from "~/components/formats";
import { OWN_VARIANT } from "~/experiments/optimization/experiment";
import type { EmailSubjects } from "~/feedback/optimizer/changes-page.server";
import type { ChangesRequest } from "~/feedback/optimizer/answer-changes.server";
import { readableMerge } from "~/messages/merge/readable";

interface SubjectsCardProps {
  email: EmailSubjects;
  isBusy: boolean;
  onAsk: (request: ChangesRequest) => void;
}

const MAX_SUBJECTS = 4;

/** The subjects of one email with their results, and a field for another. */
export function SubjectsCard({ email, isBusy, onAsk }: SubjectsCardProps) {
  const [text, setText] = useState("");
  const { flowId, stepId, subjects } = email;
  const add = () => onAsk({ kind: "add_subject", flowId, stepId, text });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          {email.emailName}
        </Text>
        {subjects.map((subject) => (
          <InlineStack
            key={subject.variant}
            align="space-between"
            blockAlign="center"
            gap="200"
            wrap={false}
          >
            <BlockStack>
              <Text as="p" breakWord>
                {readableMerge(subject.line)}
              </Text>
              <Text as="p" variant="bodySm" tone="subdued">
                {howItDid(subject, subjects.length)}
              </Text>
            </BlockStack>
            {subject.variant !== OWN_VARIANT && (
              <Button
                variant="plain"
                tone="critical"
                disabled={isBusy}
                accessibilityLabel={`Take out “${readableMerge(subject.line)}”`}
                onClick={() =>
                  onAsk({ kind: "remove_subject", flowId, stepId, variant: subject.variant })
                }
              >
                Take out
              </Button>
            )}
          </InlineStack>
        ))}
        {subjects.length < MAX_SUBJECTS && (
          <TextField
            label="Another subject to try"
            value={text}
            onChange={setText}
            autoComplete="off"
            maxLength={150}
            connectedRight={
              <Button disabled={isBusy || text.trim() === ""} onClick={add}>
                Add
              </Button>
            }
          />
        )}
      </BlockStack>
    </Card>
  );
}

function howItDid(
  { variant, share, sends, clicks }: EmailSubjects["subjects"][number],
  of: number,
) {
  if (of === 1) return "Every email goes out under this subject.";
  const owner = variant === OWN_VARIANT ? "Yours. " : "";
  const did =
    sends > 0
      ? `People clicked in ${formatCount(clicks)} of ${formatCount(sends)} (${formatRate(clicks / sends)}).`
      : "No email with it is two days old yet.";
  return `${owner}${formatRate(share, 0)} of the emails. ${did}`;
}
