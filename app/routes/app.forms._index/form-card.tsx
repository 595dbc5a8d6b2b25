import {
  Badge,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  Link,
  Text,
} from "@shopify/polaris";
import { KeyFigures } from "~/components/charts/figures";
import { useFormResults } from "~/components/sign-up-forms/use-form-results";
import { useText } from "~/i18n/text-provider";
import type { FormRow } from "~/pages/forms/forms-page.server";
import type { ListRequest } from "./page";

interface FormCardProps {
  form: FormRow;
  days: number;
  isBusy: boolean;
  onRequest: (request: ListRequest) => void;
}

/** A form of the list: its status and its results of the last days. */
export function FormCard({ form, days, isBusy, onRequest }: FormCardProps) {
  const text = useText("forms");
  const figures = useFormResults(form);
  const { formId, name, status, type, isTesting, problems } = form;
  const [problem] = problems;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" gap="200">
          <BlockStack gap="100">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h2" variant="headingMd" breakWord>
                <Link url={`/app/forms/${formId}`} removeUnderline>
                  {name}
                </Link>
              </Text>
              <Badge {...(status === "live" && { tone: "success" })}>
                {text(`status.${status}`)}
              </Badge>
              {isTesting && <Badge tone="info">{text("status.testing")}</Badge>}
              {problem && <Badge tone="warning">{text("status.notShown")}</Badge>}
            </InlineStack>
            <Text as="p" variant="bodySm" tone="subdued">
              {`${text(`type.${type}`)} · ${text("list.period", { days })}`}
            </Text>
          </BlockStack>
          <ButtonGroup>
            <Button
              size="slim"
              disabled={isBusy}
              accessibilityLabel={text("list.duplicateNamed", { name })}
              onClick={() => onRequest({ kind: "duplicate", formId })}
            >
              {text("list.duplicate")}
            </Button>
            <Button
              size="slim"
              disabled={isBusy}
              accessibilityLabel={text("list.deleteNamed", { name })}
              onClick={() => onRequest({ kind: "delete", formId })}
            >
              {text("list.delete")}
            </Button>
          </ButtonGroup>
        </InlineStack>
        {problem && <Text as="p">{text(`problem.${problem}`)}</Text>}
        <KeyFigures figures={figures} />
      </BlockStack>
    </Card>
  );
}
