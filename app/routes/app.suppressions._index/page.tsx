import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Page,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { EmptyMessage } from "~/components/lists/empty-message";
import { Pager } from "~/components/lists/pager";
import type { SuppressionImportOutcome } from "~/delivery/suppressions/import-suppressions.server";
import type { SuppressionPage } from "~/delivery/suppressions/list-suppressions.server";
import { ImportCard } from "./import-card";
import { SuppressionTable, type Removal } from "./suppression-table";

export type Change =
  { kind: "add"; address: string; why: string } | ({ kind: "remove"; why: string } & Removal);

interface SuppressionsPageProps {
  list: SuppressionPage;
  error: string | null;
  isBusy: boolean;
  /** Distinguishes consecutive changes. */
  doneCount: number | null;
  onFind: (address: string) => void;
  onChange: (change: Change) => void;
  onImport: (file: File) => Promise<SuppressionImportOutcome>;
  onExport: () => void;
}

export function SuppressionsPage(props: SuppressionsPageProps) {
  const { list, error, isBusy, doneCount, onFind, onChange, onImport, onExport } = props;
  useSavedToast(doneCount, "Saved");
  return (
    <Page
      title="Suppressed addresses"
      subtitle="Addresses that get no email from you, and why"
      backAction={{ content: "Outbox", url: "/app/outbox" }}
      secondaryActions={[{ content: "Export", onAction: onExport }]}
    >
      <BlockStack gap="400">
        {error && <Banner tone="critical">{error}</Banner>}
        <Card padding="0">
          <Search address={list.address} isBusy={isBusy} onFind={onFind} />
          {list.rows.length === 0 ? (
            <EmptyList isSearch={list.address !== ""} />
          ) : (
            <SuppressionTable
              list={list}
              isBusy={isBusy}
              onRemove={(removal, why) => onChange({ kind: "remove", ...removal, why })}
            />
          )}
          {list.address === "" && (
            <Pager
              page={list.page}
              hasNext={list.hasNext}
              pageUrl={(page) => `/app/suppressions?page=${page}`}
            />
          )}
        </Card>
        <AddCard key={doneCount} isBusy={isBusy} onChange={onChange} />
        <ImportCard onImport={onImport} />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

interface SearchProps {
  address: string;
  isBusy: boolean;
  onFind: (address: string) => void;
}

function Search({ address, isBusy, onFind }: SearchProps) {
  const [typed, setTyped] = useState(address);
  return (
    <Box padding="300">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onFind(typed.trim());
        }}
      >
        <TextField
          label="Find an address"
          labelHidden
          type="email"
          placeholder="Find a whole email address"
          autoComplete="off"
          value={typed}
          onChange={setTyped}
          connectedRight={
            <InlineStack gap="200" wrap={false}>
              <Button submit loading={isBusy}>
                Find
              </Button>
              {address !== "" && (
                <Button
                  onClick={() => {
                    setTyped("");
                    onFind("");
                  }}
                >
                  Show all
                </Button>
              )}
            </InlineStack>
          }
        />
      </form>
    </Box>
  );
}

interface AddCardProps {
  isBusy: boolean;
  onChange: (change: Change) => void;
}

function AddCard({ isBusy, onChange }: AddCardProps) {
  const [address, setAddress] = useState("");
  const [why, setWhy] = useState("");
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChange({ kind: "add", address, why });
        }}
      >
        <BlockStack gap="300">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              Block an address
            </Text>
            <Text as="p" tone="subdued">
              It gets no more marketing email, also when it is subscribed. You can take it back.
            </Text>
          </BlockStack>
          <TextField
            label="Email address"
            type="email"
            autoComplete="off"
            value={address}
            onChange={setAddress}
          />
          <TextField
            label="Why"
            autoComplete="off"
            helpText="A few words for whoever asks later, such as “asked on the phone”."
            maxLength={200}
            value={why}
            onChange={setWhy}
          />
          <InlineStack align="end">
            <Button submit loading={isBusy} disabled={address.trim() === "" || why.trim() === ""}>
              Block
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </Card>
  );
}

function EmptyList({ isSearch }: { isSearch: boolean }) {
  return isSearch ? (
    <EmptyMessage
      heading="This address is not suppressed"
      text="Only the whole address is found, not a part of it."
    />
  ) : (
    <EmptyMessage
      heading="No address is suppressed"
      text="Addresses come here when somebody unsubscribes, when email to them bounces, or when an email is marked as spam."
    />
  );
}
