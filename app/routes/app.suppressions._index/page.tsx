import {
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
import { ErrorBanner } from "~/components/error-banner";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { EmptyMessage } from "~/components/lists/empty-message";
import { Pager } from "~/components/lists/pager";
import type { SuppressionProblem } from "~/pages/suppressions/answer-request.server";
import type { SuppressionImportOutcome } from "~/pages/suppressions/import-suppressions.server";
import type { SuppressionPage } from "~/pages/suppressions/list-suppressions.server";
import { useText } from "~/i18n/text-provider";
import { ImportCard } from "./import-card";
import { SuppressionTable, type Removal } from "./suppression-table";

export type Change =
  | { kind: "add"; address: string; why: string }
  | ({ kind: "remove"; why: string } & Removal);

interface SuppressionsPageProps {
  list: SuppressionPage;
  error: SuppressionProblem | null;
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
  const text = useText("suppressions");
  const common = useText("common");
  useSavedToast(doneCount, text("saved"));
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      backAction={{ content: text("outbox"), url: "/app/outbox" }}
      secondaryActions={[{ content: text("export"), onAction: onExport }]}
    >
      <BlockStack gap="400">
        {error && (
          <ErrorBanner>
            <p>{error === "unreadable" ? common("unreadable") : text(`error.${error}`)}</p>
          </ErrorBanner>
        )}
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
  const text = useText("suppressions");
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
          label={text("search.label")}
          labelHidden
          type="email"
          placeholder={text("search.placeholder")}
          autoComplete="off"
          value={typed}
          onChange={setTyped}
          connectedRight={
            <InlineStack gap="200" wrap={false}>
              <Button submit loading={isBusy}>
                {text("search.find")}
              </Button>
              {address !== "" && (
                <Button
                  onClick={() => {
                    setTyped("");
                    onFind("");
                  }}
                >
                  {text("search.showAll")}
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
  const text = useText("suppressions");
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
              {text("add.title")}
            </Text>
            <Text as="p" tone="subdued">
              {text("add.text")}
            </Text>
          </BlockStack>
          <TextField
            label={text("add.address")}
            type="email"
            autoComplete="off"
            value={address}
            onChange={setAddress}
          />
          <TextField
            label={text("add.why")}
            autoComplete="off"
            helpText={text("add.whyHelp")}
            maxLength={200}
            value={why}
            onChange={setWhy}
          />
          <InlineStack align="end">
            <Button submit loading={isBusy} disabled={address.trim() === "" || why.trim() === ""}>
              {text("add.action")}
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </Card>
  );
}

function EmptyList({ isSearch }: { isSearch: boolean }) {
  const text = useText("suppressions");
  return isSearch ? (
    <EmptyMessage heading={text("noMatch.heading")} text={text("noMatch.text")} />
  ) : (
    <EmptyMessage heading={text("empty.heading")} text={text("empty.text")} />
  );
}
