import { Checkbox, ChoiceList, FormLayout, TextField } from "@shopify/polaris";
import { useState } from "react";
import { Dialog } from "~/components/forms/dialog";
import { WEBHOOK_LIMITS, WEBHOOK_TYPES, type WebhookType } from "~/events/api/webhook-types";
import { useText } from "~/i18n/text-provider";
import type { ListedEndpoint } from "~/pages/api-keys/webhooks-page.server";
import { useTypeName } from "./use-type-name";
import type { EndpointInput } from "./webhooks-card";

interface EndpointModalProps {
  /** Null: a new one. */
  endpoint: ListedEndpoint | null;
  onSave: (choice: EndpointInput) => void;
  onClose: () => void;
}

/** The address of an endpoint and what it receives. */
export function EndpointModal({ endpoint, onSave, onClose }: EndpointModalProps) {
  const text = useText("api-keys");
  const common = useText("common");
  const typeName = useTypeName();
  const [url, setUrl] = useState(endpoint?.url ?? "");
  const [types, setTypes] = useState<WebhookType[]>([...(endpoint?.types ?? WEBHOOK_TYPES)]);
  const [hasAddresses, setHasAddresses] = useState(endpoint?.hasAddresses ?? false);
  return (
    <Dialog
      open
      title={text(endpoint === null ? "webhooks.add" : "webhooks.edit")}
      onClose={onClose}
      primaryAction={{
        content: text("webhooks.save"),
        disabled: url.trim() === "" || types.length === 0,
        onAction: () => onSave({ url, types, hasAddresses }),
      }}
      secondaryActions={[{ content: common("cancel"), onAction: onClose }]}
    >
      <Dialog.Section>
        <FormLayout>
          <TextField
            label={text("webhooks.url")}
            helpText={text("webhooks.urlHelp")}
            type="url"
            placeholder="https://"
            autoComplete="off"
            maxLength={WEBHOOK_LIMITS.urlChars}
            value={url}
            onChange={setUrl}
          />
          <ChoiceList
            allowMultiple
            title={text("webhooks.events")}
            choices={WEBHOOK_TYPES.map((type) => ({ value: type, label: typeName(type) }))}
            selected={types}
            onChange={(chosen: string[]) =>
              setTypes(WEBHOOK_TYPES.filter((type) => chosen.includes(type)))
            }
          />
          <Checkbox
            label={text("webhooks.addresses")}
            helpText={text("webhooks.addressesHelp")}
            checked={hasAddresses}
            onChange={setHasAddresses}
          />
        </FormLayout>
      </Dialog.Section>
    </Dialog>
  );
}
