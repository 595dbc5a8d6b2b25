import { Link, useNavigate } from "@remix-run/react";
import { Box, Icon, InlineStack, SkeletonBodyText, Text, TextField } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerRow } from "~/pages/customers/customer-list.server";
import styles from "./customer-finder.module.css";
import { useCustomerSearch, type CustomerSearch } from "./use-customer-search";

const MAX_FOUND = 8;

/** A search field with links to the customers found. Arrow keys move among them, Escape closes it. */
export function CustomerFinder({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [entered, setEntered] = useState<string | null>(null);
  const search = useCustomerSearch(query, MAX_FOUND);
  const finder = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const text = useText("common");

  // Enter opens the first customer, also when it is pressed before the response.
  const first = search.isPending || entered !== query ? undefined : search.matches?.rows[0];
  useEffect(() => {
    if (!first) return;
    navigate(`/app/customers/${first.customerId}?tab=emails`);
    onClose();
  }, [first, navigate, onClose]);

  useEffect(() => {
    const closeOutside = ({ target }: PointerEvent) => {
      if (target instanceof Node && !finder.current?.contains(target)) onClose();
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [onClose]);

  function handleKey(event: KeyboardEvent) {
    const links = [...(finder.current?.querySelectorAll("a") ?? [])];
    const at = links.findIndex((it) => it === document.activeElement);
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && at === -1) setEntered(query);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) finder.current?.querySelector("input")?.focus();
    else links[next]?.focus();
  }

  return (
    <div
      ref={finder}
      className={styles.finder}
      onKeyDown={handleKey}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget && !finder.current?.contains(relatedTarget)) onClose();
      }}
    >
      <TextField
        label={text("findCustomer.open")}
        labelHidden
        autoFocus
        type="search"
        autoComplete="off"
        placeholder={text("findCustomer.placeholder")}
        prefix={<Icon source={SearchIcon} />}
        clearButton
        value={query}
        onChange={setQuery}
        onClearButtonClick={() => setQuery("")}
      />
      {query.trim() !== "" && (
        <div className={styles.results}>
          <Results search={search} onClose={onClose} />
        </div>
      )}
    </div>
  );
}

interface ResultsProps {
  search: CustomerSearch;
  onClose: () => void;
}

function Results({ search: { matches, isPending, hasFailed }, onClose }: ResultsProps) {
  const text = useText("common");
  if (!hasFailed && (matches === null || (isPending && matches.rows.length === 0))) {
    return (
      <Box padding="400">
        <SkeletonBodyText lines={2} />
      </Box>
    );
  }
  return (
    <div aria-busy={isPending}>
      <ul className={styles.list}>
        {matches?.rows.map((row) => (
          <li key={row.customerId}>
            <Match row={row} onClose={onClose} />
          </li>
        ))}
      </ul>
      <div role="status">
        {hasFailed ? (
          <Note>{text("requestFailed")}</Note>
        ) : matches?.rows.length === 0 ? (
          <Note>{text(matches.isShort ? "findCustomer.short" : "findCustomer.none")}</Note>
        ) : (
          matches?.hasMore && <Note>{text("findCustomer.more")}</Note>
        )}
      </div>
    </div>
  );
}

function Note({ children }: { children: string }) {
  return (
    <Box padding="300">
      <Text as="p" tone="subdued">
        {children}
      </Text>
    </Box>
  );
}

function Match({ row, onClose }: { row: CustomerRow; onClose: () => void }) {
  const text = useText("common");
  const format = useFormat();
  const { customerId, name, email, lastOrderAt } = row;
  return (
    <Link to={`/app/customers/${customerId}?tab=emails`} className={styles.match} onClick={onClose}>
      <InlineStack align="space-between" gap="200">
        <Text as="span" fontWeight="semibold">
          {name ?? text("customer.unnamed", { customerId })}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {lastOrderAt === null
            ? text("findCustomer.noOrders")
            : text("findCustomer.lastOrder", { day: format.day(lastOrderAt) })}
        </Text>
      </InlineStack>
      {email !== null && (
        <Text as="span" variant="bodySm" tone="subdued" breakWord>
          {email}
        </Text>
      )}
    </Link>
  );
}
