import { BlockStack, Checkbox, FormLayout, Text, TextField } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import { couponFrom, type DiscountEdit } from "~/flows/editing/discount-edit";

export interface DiscountFieldsProps {
  /** null: no discount. */
  discount: DiscountEdit | null;
  /** Whether the published email has a place for a code. */
  isShown: boolean;
  /** Whether the shop allows Kindred to create discounts. */
  mayMakeDiscounts: boolean;
  /** The largest discount in percent that Kindred may choose; missing: it cannot choose here. */
  maxPercent?: number;
  /** Why everyone gets this discount; missing: nothing promises it. */
  promisedBy?: "sign_up" | "text" | undefined;
  onChange: (discount: DiscountEdit | null) => void;
}

const FIRST_DISCOUNT: DiscountEdit = { percentOff: "10", validDays: "7" };

/** Settings for a unique discount code per recipient: on or off, its value and validity. */
export function DiscountFields(props: DiscountFieldsProps) {
  const { discount, isShown, mayMakeDiscounts, maxPercent, promisedBy, onChange } = props;
  const text = useText("discount");
  return (
    <BlockStack gap="400">
      <Checkbox
        label={text("unique")}
        helpText={text("uniqueHelp")}
        checked={discount !== null}
        {...(!mayMakeDiscounts && { error: text("noAccess") })}
        onChange={(isOn) => onChange(isOn ? FIRST_DISCOUNT : null)}
      />
      {discount !== null && <Numbers {...{ discount, isShown, onChange }} />}
      {discount !== null && promisedBy && (
        <Text as="p" tone="subdued">
          {text(`promised.${promisedBy}`)}
        </Text>
      )}
      {discount !== null && maxPercent !== undefined && !promisedBy && (
        <ChoiceField {...{ discount, maxPercent, onChange }} />
      )}
    </BlockStack>
  );
}

/** Lets Kindred choose each customer's discount. */
function ChoiceField({
  discount,
  maxPercent,
  onChange,
}: {
  discount: DiscountEdit;
  maxPercent: number;
  onChange: DiscountFieldsProps["onChange"];
}) {
  const text = useText("discount");
  const format = useFormat();
  return (
    <Checkbox
      label={text("perCustomer")}
      helpText={text("perCustomerHelp", { max: format.rate(maxPercent / 100) })}
      checked={discount.perCustomer === true}
      onChange={(perCustomer) => onChange({ ...discount, perCustomer })}
    />
  );
}

type NumbersProps = Pick<DiscountFieldsProps, "isShown" | "onChange"> & { discount: DiscountEdit };

function Numbers({ discount, isShown, onChange }: NumbersProps) {
  const text = useText("discount");
  const format = useFormat();
  const { coupon, invalid } = couponFrom(discount);
  const field = (name: "percentOff" | "validDays") => ({
    type: "number" as const,
    min: 1,
    autoComplete: "off",
    value: discount[name],
    error: invalid.includes(name) && text(`problem.${name}`),
    onChange: (typed: string) => onChange({ ...discount, [name]: typed }),
  });
  return (
    <FormLayout>
      <FormLayout.Group condensed>
        <TextField label={text("percent")} suffix="%" {...field("percentOff")} />
        <TextField
          label={text("validity")}
          suffix={text("days", { count: Number(discount.validDays) || 0 })}
          {...field("validDays")}
        />
      </FormLayout.Group>
      {/* Announced to screen readers once it is valid again. */}
      <div aria-live="polite">
        {coupon !== null && (
          <Text as="p" tone="subdued">
            {text("summary", {
              rate: format.rate(coupon.percentOff / 100),
              days: coupon.validDays,
            })}
          </Text>
        )}
      </div>
      {!isShown && (
        <Text as="p" tone="caution">
          {text("notShown")}
        </Text>
      )}
    </FormLayout>
  );
}
