import { useFetcher } from "@remix-run/react";
import { Autocomplete, Icon, Thumbnail } from "@shopify/polaris";
import { ImageIcon, SearchIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import type { CatalogMatch } from "~/catalog/search-catalog.server";
import { useText } from "~/i18n/text-provider";
import type { loader } from "~/routes/app.catalog/route";

interface CatalogFieldProps {
  label: string;
  /** The kinds of entries that can be chosen. */
  kinds: readonly CatalogMatch["kind"][];
  helpText?: string;
  onChoose: (match: CatalogMatch) => void;
}

/** A field that suggests catalog entries whose name contains the typed text. */
export function CatalogField({ label, kinds, helpText, onChoose }: CatalogFieldProps) {
  const search = useFetcher<typeof loader>();
  const [typed, setTyped] = useState("");
  const text = useText("common");
  const matches = (search.data?.matches ?? []).filter(({ kind }) => kinds.includes(kind));
  const look = (part: string) =>
    search.load(`/app/catalog?${new URLSearchParams({ text: part }).toString()}`);
  return (
    <Autocomplete
      options={matches.map(({ kind, id, label: name, imageUrl }) => ({
        value: `${kind}/${id}`,
        label:
          kinds.length === 1
            ? name
            : text("catalog.option", { name, kind: text(`catalog.kind.${kind}`) }),
        ...(kind === "product" && {
          media: <Thumbnail source={imageUrl ?? ImageIcon} alt="" size="extraSmall" />,
        }),
      }))}
      selected={[]}
      loading={search.state !== "idle" && search.data === undefined}
      emptyState={typed === "" ? null : text("catalog.noMatch")}
      onSelect={([value]) => {
        const chosen = matches.find(({ kind, id }) => `${kind}/${id}` === value);
        if (!chosen) return;
        setTyped("");
        onChoose(chosen);
      }}
      textField={
        <Autocomplete.TextField
          label={label}
          autoComplete="off"
          value={typed}
          prefix={<Icon source={SearchIcon} />}
          placeholder={text("catalog.search")}
          {...(helpText !== undefined && { helpText })}
          onFocus={() => look(typed)}
          onChange={(part) => {
            setTyped(part);
            look(part);
          }}
        />
      }
    />
  );
}
