import {
  ActionList,
  Badge,
  Banner,
  BlockStack,
  Button,
  InlineStack,
  Popover,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ListedEndpoint } from "~/pages/api-keys/webhooks-page.server";
import { RecentWebhooks } from "./recent-webhooks";
import { ReplayModal } from "./replay-modal";
import { useTypeName } from "./use-type-name";
import type { WebhookRequest } from "./webhooks-card";

interface EndpointRowProps {
  endpoint: ListedEndpoint;
  isBusy: boolean;
  onEdit: () => void;
  onChange: (request: WebhookRequest) => void;
}

const TONES = { active: "success", paused: "attention", disabled: "critical" } as const;

/** An endpoint with its status, its newest webhooks and what can be done with it. */
export function EndpointRow({ endpoint, isBusy, onEdit, onChange }: EndpointRowProps) {
  const { endpointId, url, types, status, disabledFor, failingSince, hasAddresses } = endpoint;
  const text = useText("api-keys");
  const format = useFormat();
  const typeName = useTypeName();
  const [asked, setAsked] = useState<"rotate" | "replay" | "delete" | null>(null);
  const close = () => setAsked(null);
  const names = types.map(typeName);
  return (
    <BlockStack gap="300">
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <Badge tone={TONES[status]}>{text(`webhooks.status.${status}`)}</Badge>
        <Actions
          endpoint={endpoint}
          isBusy={isBusy}
          onEdit={onEdit}
          onAsk={setAsked}
          onAct={(kind) => onChange({ kind, endpointId })}
        />
      </InlineStack>
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm" breakWord>
          {url}
        </Text>
        <Text as="p" tone="subdued">
          {format.list(hasAddresses ? [...names, text("webhooks.hasAddresses")] : names)}
        </Text>
        {failingSince !== null && status === "active" && (
          <Text as="p" tone="caution">
            {text("webhooks.failing", { time: format.instant(failingSince) })}
          </Text>
        )}
      </BlockStack>
      {disabledFor !== null && (
        <Banner
          tone="critical"
          action={{
            content: text("webhooks.turnOn"),
            onAction: () => onChange({ kind: "resume", endpointId }),
          }}
        >
          <p>{text(`webhooks.disabled.${disabledFor}`)}</p>
        </Banner>
      )}
      <RecentWebhooks
        recent={endpoint.recent}
        isBusy={isBusy}
        onReplay={(webhookId) => onChange({ kind: "replay_one", endpointId, webhookId })}
      />
      <Question
        asked={asked}
        url={url}
        onClose={close}
        onConfirm={(kind) => onChange({ kind, endpointId })}
      />
      {asked === "replay" && (
        <ReplayModal
          onClose={close}
          onReplay={(since) => {
            close();
            onChange({ kind: "replay_since", endpointId, since });
          }}
        />
      )}
    </BlockStack>
  );
}

interface ActionsProps {
  endpoint: ListedEndpoint;
  isBusy: boolean;
  onEdit: () => void;
  onAsk: (what: "rotate" | "replay" | "delete") => void;
  onAct: (kind: "test" | "pause" | "resume") => void;
}

function Actions({ endpoint: { url, status }, isBusy, onEdit, onAsk, onAct }: ActionsProps) {
  const text = useText("api-keys");
  const [isOpen, setOpen] = useState(false);
  const item = (content: string, onAction: () => void, destructive = false) => ({
    content,
    destructive,
    onAction: () => {
      setOpen(false);
      onAction();
    },
  });
  return (
    <Popover
      active={isOpen}
      preferredAlignment="right"
      onClose={() => setOpen(false)}
      activator={
        <Button
          disclosure
          disabled={isBusy}
          accessibilityLabel={text("webhooks.actionsFor", { url })}
          onClick={() => setOpen(!isOpen)}
        >
          {text("webhooks.actions")}
        </Button>
      }
    >
      <ActionList
        items={[
          item(text("webhooks.test"), () => onAct("test")),
          item(text("webhooks.edit"), onEdit),
          item(text("webhooks.replay"), () => onAsk("replay")),
          item(text("webhooks.rotate"), () => onAsk("rotate")),
          status === "active"
            ? item(text("webhooks.pause"), () => onAct("pause"))
            : item(text("webhooks.resume"), () => onAct("resume")),
          item(text("webhooks.delete"), () => onAsk("delete"), true),
        ]}
      />
    </Popover>
  );
}

interface QuestionProps {
  asked: "rotate" | "replay" | "delete" | null;
  url: string;
  onConfirm: (kind: "rotate" | "delete") => void;
  onClose: () => void;
}

function Question({ asked, url, onConfirm, onClose }: QuestionProps) {
  const text = useText("api-keys");
  const common = useText("common");
  return (["rotate", "delete"] as const).map((kind) => (
    <ConfirmModal
      key={kind}
      isOpen={asked === kind}
      title={text(`webhooks.${kind}.title`, { url })}
      text={text(`webhooks.${kind}.text`)}
      action={text(`webhooks.${kind}`)}
      keep={common("cancel")}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        onConfirm(kind);
      }}
    />
  ));
}
