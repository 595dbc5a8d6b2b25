import { Button, InlineGrid, InlineStack, Select } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import {
  CONSENT_FILTER,
  CUSTOMER_SORTS,
  GROUP_FILTER,
  isRestricted,
  LAST_ORDER_FILTER,
  ORDERS_FILTER,
  type CustomerListFilter,
} from "~/pages/customers/customer-list-filter";

interface FiltersProps {
  filter: CustomerListFilter;
  onFilter: (filter: CustomerListFilter) => void;
}

/** What the list shows, and in which order. */
export function Filters({ filter, onFilter }: FiltersProps) {
  const text = useText("customers");
  const common = useText("common");
  const learning = useText("learning");
  const change = (name: keyof CustomerListFilter) => (value: string) =>
    onFilter({ ...filter, [name]: value === "" ? null : value });
  const all = { value: "", label: common("all") };
  return (
    <>
      <InlineGrid columns={{ xs: 2, md: 5 }} gap="200">
        <Select
          label={text("filter.consent")}
          options={[
            all,
            ...CONSENT_FILTER.map((value) => ({ value, label: common(`consent.${value}`) })),
          ]}
          value={filter.consent ?? ""}
          onChange={change("consent")}
        />
        <Select
          label={text("filter.group")}
          options={[
            all,
            ...GROUP_FILTER.map((value) => ({ value, label: learning(`group.${value}`) })),
          ]}
          value={filter.group ?? ""}
          onChange={change("group")}
        />
        <Select
          label={text("filter.orders")}
          options={[
            all,
            ...ORDERS_FILTER.map((value) => ({ value, label: text(`filter.orders.${value}`) })),
          ]}
          value={filter.orders ?? ""}
          onChange={change("orders")}
        />
        <Select
          label={text("filter.lastOrder")}
          options={[
            all,
            ...LAST_ORDER_FILTER.map((value) => ({
              value,
              label: text(`filter.lastOrder.${value}`),
            })),
          ]}
          value={filter.lastOrder ?? ""}
          onChange={change("lastOrder")}
        />
        <Select
          label={text("filter.sort")}
          options={CUSTOMER_SORTS.map((value) => ({ value, label: text(`filter.sort.${value}`) }))}
          value={filter.sort}
          onChange={change("sort")}
        />
      </InlineGrid>
      {isRestricted(filter) && (
        <InlineStack>
          <Button
            variant="plain"
            onClick={() =>
              onFilter({ ...filter, consent: null, orders: null, lastOrder: null, group: null })
            }
          >
            {text("filter.clear")}
          </Button>
        </InlineStack>
      )}
    </>
  );
}
