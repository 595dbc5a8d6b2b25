import { BlockStack, Button, Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { formatDay } from "~/components/formats";
import type { DocumentToPreview, PreviewReader } from "~/messages/editing/preview-document.server";
import type { EditorShop } from "~/messages/editing/editor-shop.server";

type Reader = DocumentToPreview["reader"];

/** The recipient and the trigger object of the preview. */
export interface ReaderChoice extends Pick<EditorShop, "readers" | "timeZone"> {
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
  const { readers, reader, timeZone, hasTrigger, onReader, onTrigger } = choice;
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
        label="As"
        labelInline
        options={[
          { value: EXAMPLE, label: "An example customer" },
          ...readers.map(({ profileId, name }) => ({ value: profileId, label: name })),
          { value: BY_EMAIL, label: "Another customer, by email address" },
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
          label="About"
          labelInline
          options={triggers.map(({ key, label, at }) => ({
            value: key,
            label: `${label} (${formatDay(at, timeZone)})`,
          }))}
          value={shown?.triggerKey ?? ""}
          onChange={onTrigger}
        />
      )}
      {shown && triggers.length === 0 && (
        <Text as="p" variant="bodySm" tone="subdued">
          {hasTrigger
            ? `There is nothing of ${shown.name} that this email could be about: an example stands for it. Products are chosen for them.`
            : `Products are chosen for ${shown.name}, from what is in stock now.`}
        </Text>
      )}
    </BlockStack>
  );
}

function EmailSearch({ onSearch }: { onSearch: (email: string) => void }) {
  const [email, setEmail] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(email);
      }}
    >
      <TextField
        label="Email address of a customer"
        type="email"
        autoComplete="off"
        value={email}
        onChange={setEmail}
        connectedRight={
          <Button submit disabled={email === ""}>
            Show
          </Button>
        }
      />
    </form>
  );
}
