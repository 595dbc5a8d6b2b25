import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Page,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { CopyField } from "~/components/copy-field";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import { MAX_KEYS, MAX_KEY_NAME_CHARS } from "~/pages/api-keys/api-key-limits";
import type { ApiKeysPageData } from "~/pages/api-keys/api-keys-page.server";
import type { KeyAnswer } from "~/pages/api-keys/change-api-keys.server";
import type { WebhookAnswer } from "~/pages/api-keys/change-webhooks.server";
import type { ListedEndpoint } from "~/pages/api-keys/webhooks-page.server";
import { KeyList } from "./key-list";
import { WebhooksCard, type WebhookRequest } from "./webhooks/webhooks-card";

export type KeyRequest =
  | { readonly kind: "create"; readonly name: string }
  | { readonly kind: "revoke"; readonly keyId: string };

interface ApiKeysPageProps {
  page: ApiKeysPageData & { readonly endpoints: readonly ListedEndpoint[] };
  /** Of the last request; null: none yet. */
  answer:
    | ({ readonly about: "keys" } & KeyAnswer)
    | ({ readonly about: "webhooks" } & WebhookAnswer)
    | null;
  isBusy: boolean;
  onChange: (request: KeyRequest) => void;
  onChangeWebhooks: (request: WebhookRequest) => void;
}

/** The keys with which other systems send events and properties. */
export function ApiKeysPage({ page, isBusy, onChange, ...props }: ApiKeysPageProps) {
  const answer = props.answer?.about === "keys" ? props.answer : null;
  const webhookAnswer = props.answer?.about === "webhooks" ? props.answer : null;
  const text = useText("api-keys");
  const settings = useText("settings");
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      backAction={{ content: settings("title"), url: "/app/settings" }}
    >
      <BlockStack gap="400">
        {answer?.kind === "refused" && (
          <Banner
            tone="critical"
            title={text(`refused.${answer.reason}`, { max: MAX_KEYS, chars: MAX_KEY_NAME_CHARS })}
          />
        )}
        {answer?.kind === "revoked" && (
          <Banner tone="success" title={text("revoked", { name: answer.name })} />
        )}
        {answer?.kind === "created" && <NewKey name={answer.name} value={answer.key} />}
        <Card padding="0">
          <KeyList
            keys={page.keys}
            isBusy={isBusy}
            onRevoke={(keyId) => onChange({ kind: "revoke", keyId })}
          />
        </Card>
        <CreateCard
          // Empties the field after a key was created.
          key={answer?.kind === "created" ? answer.keyId : ""}
          isBusy={isBusy}
          onCreate={(name) => onChange({ kind: "create", name })}
        />
        <TitledCard title={text("urls.title")} text={text("urls.text")} gap="300">
          {page.urls.map((url, i) => (
            <CopyField
              key={url}
              label={text(i === 0 ? "urls.events" : "urls.profiles")}
              value={url}
              words={{ copy: text("copy"), copied: text("copied"), label: text("urls.copy") }}
            />
          ))}
        </TitledCard>
        <WebhooksCard
          endpoints={page.endpoints}
          answer={webhookAnswer}
          isBusy={isBusy}
          onChange={props.onChangeWebhooks}
        />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function NewKey({ name, value }: { name: string; value: string }) {
  const text = useText("api-keys");
  return (
    <Banner tone="warning" title={text("created.title", { name })}>
      <BlockStack gap="200">
        <p>{text("created.text")}</p>
        <CopyField
          label={text("created.key")}
          value={value}
          words={{ copy: text("copy"), copied: text("copied"), label: text("created.copy") }}
        />
      </BlockStack>
    </Banner>
  );
}

interface CreateCardProps {
  isBusy: boolean;
  onCreate: (name: string) => void;
}

function CreateCard({ isBusy, onCreate }: CreateCardProps) {
  const text = useText("api-keys");
  const [name, setName] = useState("");
  return (
    <TitledCard title={text("create.title")} text={text("create.text")} gap="300">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onCreate(name);
        }}
      >
        <BlockStack gap="300">
          <TextField
            label={text("create.name")}
            helpText={text("create.nameHelp")}
            autoComplete="off"
            maxLength={MAX_KEY_NAME_CHARS}
            value={name}
            onChange={setName}
          />
          <InlineStack align="end">
            <Button submit variant="primary" loading={isBusy} disabled={name.trim() === ""}>
              {text("create.action")}
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </TitledCard>
  );
}
