import { useFetcher } from "@remix-run/react";
import { Autocomplete, BlockStack, Icon, InlineStack, Tag } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShopValue, ValueSource } from "~/pages/segments/list-values.server";
import type { loader } from "~/routes/app.segments.values";

interface ValuesFieldProps {
  label: string;
  /** Whether a visible element beside the field already says the same. */
  isLabelHidden?: boolean;
  of: ValueSource;
  values: readonly string[];
  placeholder: string;
  /** Names a value that was chosen earlier. */
  nameOf: (value: string) => string;
  /** @param labels names of the values that were chosen in this field */
  onChange: (values: string[], labels: ReadonlyMap<string, string>) => void;
}

/** A choice of several of the shop's own values, found by typing a part of their name. */
export function ValuesField(props: ValuesFieldProps) {
  const { label, isLabelHidden = false, of, values, placeholder, nameOf, onChange } = props;
  const text = useText("segments");
  const format = useFormat();
  const search = useFetcher<typeof loader>();
  const [typed, setTyped] = useState("");
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map());
  // A condition that was just added has no values yet and gets the focus.
  const [isNew] = useState(values.length === 0);
  const look = (part: string) => {
    setTyped(part);
    search.load(`/app/segments/values?${new URLSearchParams({ of, text: part }).toString()}`);
  };
  const nameOfFound = (it: ShopValue) => it.label ?? nameOf(it.value);
  const found = (search.data?.values ?? []).filter((it) =>
    nameOfFound(it).toLowerCase().includes(typed.trim().toLowerCase()),
  );
  const choose = (chosen: string[]) => {
    const named = found.filter((it) => chosen.includes(it.value));
    const all = new Map([...labels, ...named.map((it) => [it.value, nameOfFound(it)] as const)]);
    setLabels(all);
    if (typed !== "") look("");
    onChange(chosen, all);
  };
  return (
    <BlockStack gap="200">
      <Autocomplete
        allowMultiple
        options={found.map((it) => ({
          value: it.value,
          label:
            it.count === null
              ? nameOfFound(it)
              : text("values.option", { name: nameOfFound(it), count: format.count(it.count) }),
        }))}
        selected={[...values]}
        loading={search.data === undefined}
        emptyState={text(typed === "" ? "values.none" : "values.noMatch")}
        onSelect={choose}
        textField={
          <Autocomplete.TextField
            label={label}
            labelHidden={isLabelHidden}
            autoComplete="off"
            autoFocus={isNew}
            value={typed}
            prefix={<Icon source={SearchIcon} />}
            placeholder={placeholder}
            onFocus={() => look(typed)}
            onChange={look}
          />
        }
      />
      {values.length > 0 && (
        <InlineStack gap="100">
          {values.map((value) => (
            <Tag key={value} onRemove={() => choose(values.filter((it) => it !== value))}>
              {labels.get(value) ?? nameOf(value)}
            </Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}
