import {
  BlockStack,
  Button,
  Card,
  Form,
  Link,
  SkeletonBodyText,
  Text,
  TextField,
} from "@shopify/polaris";
import { Suspense, useState } from "react";
import type { Why } from "~/components/flows/use-why";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import { useText } from "~/i18n/text-provider";
import { LaterWhyWords } from "./later-parts";

/** Why a customer got or did not get the emails of this flow. */
export function FlowReasonsCard({ flow, why }: { flow: FlowPageData; why: Why }) {
  const text = useText("flow-editor");
  const common = useText("common");
  const [customer, setCustomer] = useState("");
  const { answer, isPending, hasFailed, onExplain } = why;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text("why.title")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {text("why.text")}
          </Text>
        </BlockStack>
        <Form onSubmit={() => onExplain(flow.flowId, customer)}>
          <TextField
            label={text("why.customer")}
            autoComplete="off"
            value={customer}
            onChange={setCustomer}
            connectedRight={
              <Button submit loading={isPending} disabled={customer.trim() === ""}>
                {text("why.submit")}
              </Button>
            }
          />
        </Form>
        <div role="status" aria-busy={isPending}>
          {hasFailed && <Text as="p">{common("requestFailed")}</Text>}
          {answer === null && <Text as="p">{text("why.notFound")}</Text>}
          {answer && (
            <BlockStack gap="300">
              {answer.customerId !== null && (
                <Link url={`/app/customers/${answer.customerId}`}>
                  {answer.name ?? common("customer.unnamed", { customerId: answer.customerId })}
                </Link>
              )}
              <Suspense fallback={<SkeletonBodyText />}>
                <LaterWhyWords answer={answer} />
              </Suspense>
            </BlockStack>
          )}
        </div>
      </BlockStack>
    </Card>
  );
}
