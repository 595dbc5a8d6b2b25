import { Button, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment, useState } from "react";
import { TitledCard } from "~/components/titled-card";
import type { WebhookType } from "~/events/api/webhook-types";
import { useText } from "~/i18n/text-provider";
import type { WebhookAnswer } from "~/pages/api-keys/change-webhooks.server";
import type { ListedEndpoint } from "~/pages/api-keys/webhooks-page.server";
import { EndpointModal } from "./endpoint-modal";
import { EndpointRow } from "./endpoint-row";
import { WebhookBanner } from "./webhook-banner";

export type WebhookRequest =
  | {
      kind: "create";
      choice: { url: string; types: WebhookType[]; hasAddresses: boolean };
    }
  | { kind: "save"; endpointId: string; choice: EndpointInput }
  | { kind: "replay_one"; endpointId: string; webhookId: string }
  | { kind: "replay_since"; endpointId: string; since: string }
  | { kind: "rotate" | "pause" | "resume" | "test" | "delete"; endpointId: string };

/** What a merchant chooses for an endpoint. */
export type EndpointInput = Extract<WebhookRequest, { kind: "create" }>["choice"];

interface WebhooksCardProps {
  endpoints: readonly ListedEndpoint[];
  /** Of the last request; null: none yet. */
  answer: WebhookAnswer | null;
  isBusy: boolean;
  onChange: (request: WebhookRequest) => void;
}

/** The systems that receive webhooks, each with its newest ones. */
export function WebhooksCard({ endpoints, answer, isBusy, onChange }: WebhooksCardProps) {
  const text = useText("api-keys");
  // Of the endpoint in the dialog; null: a new one.
  const [edited, setEdited] = useState<ListedEndpoint | null>(null);
  const [isOpen, setOpen] = useState(false);
  const open = (endpoint: ListedEndpoint | null) => {
    setEdited(endpoint);
    setOpen(true);
  };
  return (
    <TitledCard title={text("webhooks.title")} text={text("webhooks.text")}>
      {answer !== null && <WebhookBanner answer={answer} />}
      {endpoints.length === 0 && <Text as="p">{text("webhooks.empty")}</Text>}
      {endpoints.map((endpoint, i) => (
        <Fragment key={endpoint.endpointId}>
          {i > 0 && <Divider />}
          <EndpointRow
            endpoint={endpoint}
            isBusy={isBusy}
            onEdit={() => open(endpoint)}
            onChange={onChange}
          />
        </Fragment>
      ))}
      <InlineStack align="end">
        <Button disabled={isBusy} onClick={() => open(null)}>
          {text("webhooks.add")}
        </Button>
      </InlineStack>
      {isOpen && (
        <EndpointModal
          endpoint={edited}
          onClose={() => setOpen(false)}
          onSave={(choice) => {
            setOpen(false);
            onChange(
              edited === null
                ? { kind: "create", choice }
                : { kind: "save", endpointId: edited.endpointId, choice },
            );
          }}
        />
      )}
    </TitledCard>
  );
}
