import {
  BlockStack,
  Button,
  InlineError,
  InlineGrid,
  InlineStack,
  TextField,
} from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import type { FlowFieldErrors } from "../describe-problems";
import { useText } from "~/i18n/text-provider";
import type { StepEditOf } from "~/flows/editing/step-values";

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
