import {
  BlockStack,
  Button,
  InlineError,
  InlineGrid,
  InlineStack,
  List,
  Text,
  TextField,
} from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import type { FlowFieldErrors } from "../describe-problems";
import { useFormat, useText } from "~/i18n/text-provider";
import { sumPathResults } from "~/flows/editing/sum-path-results";
import { stepEditsOf } from "~/flows/editing/step-edit";
import type { StepEditOf } from "~/flows/editing/step-values";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import { SUMMARY_DAYS } from "~/pages/flows/flow-summary";

type LotEdit = StepEditOf<"random_split">;

interface LotFieldsProps {
  edit: LotEdit;
  problems: FlowFieldErrors;
  onChange: (edit: LotEdit, field: string) => void;
}

const MAX_PATHS = 5;

/** The random paths with their shares. */
export function RandomSplitFields({ edit, problems, onChange }: LotFieldsProps) {
  const text = useText("flow-editor");
  const { paths, stepId } = edit;
  const problem = problems[`${stepId}.paths`];
  const changePath = (at: number, change: Partial<LotEdit["paths"][number]>, field: string) =>
    onChange(
      { ...edit, paths: paths.map((path, i) => (i === at ? { ...path, ...change } : path)) },
      `${field}-${at}`,
    );
  return (
    <BlockStack gap="200">
      {paths.map(({ name, percent }, i) => (
        <InlineGrid key={i} columns="1fr 96px auto" gap="200" alignItems="end">
          <TextField
            label={text("path.name", { number: i + 1 })}
            autoComplete="off"
            value={name}
            onChange={(typed) => changePath(i, { name: typed }, "name")}
          />
          <TextField
            label={text("path.share", { number: i + 1 })}
            labelHidden
            inputMode="decimal"
            suffix="%"
            autoComplete="off"
            value={percent}
            onChange={(typed) => changePath(i, { percent: typed }, "percent")}
          />
          <Button
            icon={DeleteIcon}
            accessibilityLabel={text("path.remove", { number: i + 1 })}
            disabled={paths.length <= 2}
            onClick={() =>
              onChange({ ...edit, paths: paths.filter((_, at) => at !== i) }, `path-${i}`)
            }
          />
        </InlineGrid>
      ))}
      {problem !== undefined && <InlineError message={problem} fieldID={`${stepId}-paths`} />}
      {paths.length < MAX_PATHS && (
        <InlineStack align="start">
          <Button
            onClick={() =>
              onChange(
                {
                  ...edit,
                  paths: [
                    ...paths,
                    {
                      name: text("path.name", { number: paths.length + 1 }),
                      percent: "0",
                      to: paths[0]?.to ?? "",
                    },
                  ],
                },
                `path-${paths.length}`,
              )
            }
          >
            {text("path.add")}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

interface PathResultsProps {
  /** The split as saved: unsaved paths have no results. */
  stepId: string;
  flow: FlowPageData;
}

/** What the emails of each path achieved; nothing before any was sent. */
export function PathResults({ stepId, flow }: PathResultsProps) {
  const text = useText("flow-editor");
  const format = useFormat();
  const steps = stepEditsOf(flow.definition.steps);
  const split = steps.find((step) => step.stepId === stepId);
  if (split?.kind !== "random_split") return null;
  const results = sumPathResults(steps, split, flow.numbers);
  if (results.every(({ sent }) => sent === 0)) return null;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {text("path.results")}
      </Text>
      <List>
        {results.map(({ sent, clicked, orders, netMinor }, i) => (
          <List.Item key={i}>
            {text("path.resultsOf", {
              ...{ name: split.paths[i]?.name ?? "", sent, orders },
              clickRate: format.rate(sent === 0 ? 0 : clicked / sent),
              revenue: format.money({ minor: netMinor, currency: flow.currency }),
            })}
          </List.Item>
        ))}
      </List>
      <Text as="p" variant="bodySm" tone="subdued">
        {text("path.resultsHelp", { days: SUMMARY_DAYS })}
      </Text>
    </BlockStack>
  );
}
