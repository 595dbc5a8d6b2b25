import { BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { OWN_VARIANT } from "~/experiments/optimization/experiment";
import type { EmailSubjects } from "~/pages/optimizations/optimizations-page.server";
import type { OptimizationsRequest } from "~/pages/optimizations/answer-optimizations.server";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useFormat, useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";
import { writeEmail } from "./decision-words";

interface SubjectsCardProps {
  email: EmailSubjects;
  isBusy: boolean;
  onSubmit: (request: OptimizationsRequest) => void;
}

const MAX_SUBJECTS = 4;

/** The subjects of one email with their results, and a field for another. */
export function SubjectsCard({ email, isBusy, onSubmit }: SubjectsCardProps) {
  const text = useText("optimizations");
  const mergeName = useMergeNames();
  const [line, setLine] = useState("");
  const { flowId, stepId, subjects } = email;
  const add = () => onSubmit({ kind: "add_subject", flowId, stepId, text: line });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          {writeEmail(email.email, text)}
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
                {readableMerge(subject.line, mergeName)}
              </Text>
              <SubjectResult subject={subject} isOnly={subjects.length === 1} />
            </BlockStack>
            {subject.variant !== OWN_VARIANT && (
              <Button
                variant="plain"
                tone="critical"
                disabled={isBusy}
                accessibilityLabel={text("subjects.removeOf", {
                  subject: readableMerge(subject.line, mergeName),
                })}
                onClick={() =>
                  onSubmit({ kind: "remove_subject", flowId, stepId, variant: subject.variant })
                }
              >
                {text("subjects.remove")}
              </Button>
            )}
          </InlineStack>
        ))}
        {subjects.length < MAX_SUBJECTS && (
          <TextField
            label={text("subjects.new")}
            value={line}
            onChange={setLine}
            autoComplete="off"
            maxLength={150}
            connectedRight={
              <Button disabled={isBusy || line.trim() === ""} onClick={add}>
                {text("subjects.add")}
              </Button>
            }
          />
        )}
      </BlockStack>
    </Card>
  );
}

interface SubjectResultProps {
  subject: EmailSubjects["subjects"][number];
  /** Whether the email has no other subject. */
  isOnly: boolean;
}

function SubjectResult({ subject, isOnly }: SubjectResultProps) {
  const text = useText("optimizations");
  const format = useFormat();
  const { variant, sends, clicks } = subject;
  const share = format.rate(subject.share, 0);
  const lines = isOnly
    ? [text("subjects.only")]
    : [
        text(variant === OWN_VARIANT ? "subjects.shareOwn" : "subjects.share", { share }),
        sends > 0
          ? text("subjects.results", { clicks, sends, rate: format.rate(clicks / sends) })
          : text("subjects.noResults"),
      ];
  return lines.map((line) => (
    <Text as="p" key={line} variant="bodySm" tone="subdued">
      {line}
    </Text>
  ));
}
