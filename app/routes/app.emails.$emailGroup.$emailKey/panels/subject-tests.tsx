import { BlockStack, Box, Button, InlineError, Text } from "@shopify/polaris";
import { useEffect, useId, useState } from "react";
import { LazyMergeLineField } from "~/components/email/merge-text/lazy-merge-line-field";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useRequest } from "~/components/forms/use-request";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { MAX_SUBJECTS, OWN_VARIANT } from "~/experiments/optimization/experiment";
import { useFormat, useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";
import type {
  SubjectAnswer,
  SubjectError,
  SubjectRequest,
} from "~/pages/emails/answer-subject.server";
import type { SubjectTest, TestedSubject } from "~/pages/emails/subject-tests.server";

export interface SubjectTestsProps {
  templateId: string;
  /** One per live flow that sends the email. */
  tests: readonly SubjectTest[];
  /** Whether a flow uses it, live or not. */
  isOfFlow: boolean;
  /** Reloads the tests. */
  onRefresh: () => void;
}

/** Other subjects that an email tests, below its own. They are used at once, without publishing the email. */
export function SubjectTests(props: SubjectTestsProps & { paths: readonly string[] }) {
  const { templateId, tests, isOfFlow, onRefresh, paths } = props;
  const text = useText("email-editor");
  const { send, answer, isPending, hasFailed } = useRequest<SubjectAnswer>();
  const done = answer?.done ?? null;
  useSavedToast(done, text("subjects.saved"));
  useEffect(() => {
    if (answer && answer.done !== null) onRefresh();
  }, [answer, onRefresh]);
  if (!isOfFlow) return null;
  const ask = (request: SubjectRequest) => send(`/app/emails/${templateId}/subjects`, request);
  return (
    <BlockStack gap="300">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          {text("subjects.title")}
        </Text>
        <Text as="p" tone="subdued">
          {text(tests.length > 0 ? "subjects.text" : "subjects.off")}
        </Text>
      </BlockStack>
      {(answer?.error || hasFailed) && <Refusal error={answer?.error ?? null} />}
      {tests.map((test) => (
        <SubjectTestFields
          key={`${test.flowId}/${test.stepId}/${test.subjects.length}`}
          {...{ test, paths, isBusy: isPending, hasName: tests.length > 1, onAsk: ask }}
        />
      ))}
    </BlockStack>
  );
}

function Refusal({ error }: { error: SubjectError | null }) {
  const text = useText("email-editor");
  const problems = useText("email-problems");
  const common = useText("common");
  const id = useId();
  const describe = () => {
    if (error === null || error.kind === "unreadable") return common("unreadable");
    if (error.kind !== "invalid") return text(`subjects.error.${error.kind}`);
    const { code, values } = error.problem;
    return text("subjects.error.invalid", { problem: problems(`problem.${code}`, values) });
  };
  return <InlineError fieldID={id} message={describe()} />;
}

interface SubjectTestFieldsProps {
  test: SubjectTest;
  /** The merge values that subjects may use. */
  paths: readonly string[];
  isBusy: boolean;
  /** Whether several flows send the email. */
  hasName: boolean;
  onAsk: (request: SubjectRequest) => void;
}

function SubjectTestFields({ test, paths, isBusy, hasName, onAsk }: SubjectTestFieldsProps) {
  const text = useText("email-editor");
  const mergeName = useMergeNames();
  const [line, setLine] = useState("");
  const { flowId, stepId, flowName, emailNumber, subjects, suggestions } = test;
  return (
    <BlockStack gap="300">
      {hasName && (
        <Text as="h4" variant="bodyMd" fontWeight="medium">
          {text("flowEmail", { flow: flowName, number: emailNumber })}
        </Text>
      )}
      {subjects.length > 1 &&
        subjects.map((subject) => {
          const shown =
            subject.text === null ? text("subjects.own") : readableMerge(subject.text, mergeName);
          return (
            <BlockStack key={subject.variant} gap="050" inlineAlign="start">
              <Text as="p" breakWord>
                {shown}
              </Text>
              <SubjectResult subject={subject} />
              {subject.variant !== OWN_VARIANT && (
                <Button
                  variant="plain"
                  tone="critical"
                  disabled={isBusy}
                  accessibilityLabel={text("subjects.removeOf", { subject: shown })}
                  onClick={() =>
                    onAsk({ kind: "remove", flowId, stepId, variant: subject.variant })
                  }
                >
                  {text("subjects.remove")}
                </Button>
              )}
            </BlockStack>
          );
        })}
      {subjects.length < MAX_SUBJECTS && (
        <BlockStack gap="100" inlineAlign="start">
          <Box width="100%">
            <LazyMergeLineField
              label={text("subjects.new")}
              value={line}
              paths={paths}
              onCommit={(typed) => {
                setLine(typed);
                return null;
              }}
            />
          </Box>
          <Button
            disabled={isBusy || line.trim() === ""}
            onClick={() => onAsk({ kind: "add", flowId, stepId, text: line })}
          >
            {text("subjects.add")}
          </Button>
        </BlockStack>
      )}
      {subjects.length < MAX_SUBJECTS && suggestions.length > 0 && (
        <SubjectSuggestions
          suggestions={suggestions}
          isBusy={isBusy}
          onAdd={(variant) => onAsk({ kind: "add_ready", flowId, stepId, variant })}
        />
      )}
    </BlockStack>
  );
}

interface SuggestionsProps {
  suggestions: SubjectTest["suggestions"];
  isBusy: boolean;
  onAdd: (variant: string) => void;
}

/** Subjects that come with the email, in all its languages. */
function SubjectSuggestions({ suggestions, isBusy, onAdd }: SuggestionsProps) {
  const text = useText("email-editor");
  const mergeName = useMergeNames();
  return (
    <BlockStack gap="200">
      <Text as="h4" variant="bodyMd" fontWeight="medium">
        {text("subjects.suggestions")}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {text("subjects.suggestionsHelp")}
      </Text>
      {suggestions.map(({ variant, subject, preheader }) => {
        const shown = readableMerge(subject, mergeName);
        return (
          <BlockStack key={variant} gap="050" inlineAlign="start">
            <Text as="p" breakWord>
              {shown}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued" breakWord>
              {readableMerge(preheader, mergeName)}
            </Text>
            <Button
              variant="plain"
              disabled={isBusy}
              accessibilityLabel={text("subjects.addOf", { subject: shown })}
              onClick={() => onAdd(variant)}
            >
              {text("subjects.add")}
            </Button>
          </BlockStack>
        );
      })}
    </BlockStack>
  );
}

function SubjectResult({ subject: { share, emails, clicks } }: { subject: TestedSubject }) {
  const text = useText("email-editor");
  const format = useFormat();
  const lines = [
    text("subjects.share", { share: format.rate(share, 0) }),
    emails > 0
      ? text("subjects.results", { clicks, sends: emails, rate: format.rate(clicks / emails) })
      : text("subjects.noResults"),
  ];
  return lines.map((line) => (
    <Text as="p" key={line} variant="bodySm" tone="subdued">
      {line}
    </Text>
  ));
}
