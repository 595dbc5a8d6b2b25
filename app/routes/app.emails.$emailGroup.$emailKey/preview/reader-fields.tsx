import { BlockStack, Button, Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useFormat, useText } from "~/i18n/text-provider";
import type { DocumentToPreview, PreviewReader } from "~/pages/emails/preview-document.server";
import type { EditorShop } from "~/pages/emails/editor-shop.server";

type Reader = DocumentToPreview["reader"];

/** The recipient and the trigger object of the preview. */
export interface ReaderChoice extends Pick<EditorShop, "readers"> {
  readonly reader: Reader;
  /** Whether the email is about an action of its recipient. */
  readonly hasTrigger: boolean;
  readonly onReader: (reader: Reader) => void;
  readonly onTrigger: (key: string) => void;
}

interface ReaderFieldsProps {
  choice: ReaderChoice;
  /** The current customer; null: the example. */
  reader: PreviewReader | null;
}

const EXAMPLE = "example";
const BY_EMAIL = "by-email";

/** Selects the customer and the trigger event of the preview. */
export function ReaderFields({ choice, reader: shown }: ReaderFieldsProps) {
  const { readers, reader, hasTrigger, onReader, onTrigger } = choice;
  const text = useText("email-editor");
  const format = useFormat();
  const [isSearching, setSearching] = useState(false);
  const value =
    isSearching || reader.kind === "email"
      ? BY_EMAIL
      : reader.kind === "profile"
        ? reader.profileId
        : EXAMPLE;
  const triggers = shown?.triggers ?? [];
  return (
    <BlockStack gap="300">
      <Select
        label={text("reader")}
        options={[
          { value: EXAMPLE, label: text("reader.example") },
          ...readers.map(({ profileId, name }) => ({
            value: profileId,
            label: name ?? text("reader.unnamed"),
          })),
          { value: BY_EMAIL, label: text("reader.byEmail") },
        ]}
        value={value}
        onChange={(chosen) => {
          setSearching(chosen === BY_EMAIL);
          if (chosen === EXAMPLE) onReader({ kind: "example" });
          const customer = readers.find(({ profileId }) => profileId === chosen);
          if (customer) onReader({ kind: "profile", profileId: customer.profileId });
        }}
      />
      {value === BY_EMAIL && (
        <EmailSearch onSearch={(email) => onReader({ kind: "email", email })} />
      )}
      {triggers.length > 0 && (
        <Select
          label={text("trigger")}
          options={triggers.map(({ key, label, at }) => ({
            value: key,
            label: text("trigger.on", {
              trigger: text(`trigger.${label.is}`, {
                ...label,
                total: "total" in label ? format.money(label.total) : "",
              }),
              day: format.day(at),
            }),
          }))}
          value={shown?.triggerKey ?? ""}
          onChange={onTrigger}
        />
      )}
      {shown && triggers.length === 0 && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text(hasTrigger ? "reader.noTrigger" : "reader.products", {
            customer: shown.name ?? text("reader.unnamed"),
          })}
        </Text>
      )}
    </BlockStack>
  );
}

function EmailSearch({ onSearch }: { onSearch: (email: string) => void }) {
  const text = useText("email-editor");
  const [email, setEmail] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(email);
      }}
    >
      <TextField
        label={text("reader.address")}
        type="email"
        autoComplete="off"
        value={email}
        onChange={setEmail}
        connectedRight={
          <Button submit disabled={email === ""}>
            {text("reader.show")}
          </Button>
        }
      />
    </form>
  );
}
