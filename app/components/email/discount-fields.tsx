import { BlockStack, Checkbox, FormLayout, Text, TextField } from "@shopify/polaris";
import { couponFrom, discountWords, type DiscountEdit } from "~/messages/coupons/discount-edit";

export interface DiscountFieldsProps {
  /** null: no discount. */
  discount: DiscountEdit | null;
  /** Whether the published email has a place for a code. */
  isShown: boolean;
  /** Whether the shop allows Kindred to create discounts. */
  mayMakeDiscounts: boolean;
  onChange: (discount: DiscountEdit | null) => void;
}

const FIRST_DISCOUNT: DiscountEdit = { percentOff: "10", validDays: "7" };
const NOT_SHOWN =
  "The email does not show the code yet: add a discount code to it in the editor, and publish it.";

/** Settings for a unique discount code per recipient: on or off, its value and validity. */
export function DiscountFields(props: DiscountFieldsProps) {
  const { discount, isShown, mayMakeDiscounts, onChange } = props;
  return (
    <BlockStack gap="400">
      <Checkbox
        label="Give each customer a discount code of their own"
        helpText="It stands in the email’s discount block, or where a text names it; links lead to your shop with the code set."
        checked={discount !== null}
        {...(!mayMakeDiscounts && {
          error:
            "Kindred may not make discounts in your shop, so emails would go without codes. Open Kindred again under Apps and allow it.",
        })}
        onChange={(isOn) => onChange(isOn ? FIRST_DISCOUNT : null)}
      />
      {discount !== null && <Numbers {...{ discount, isShown, onChange }} />}
    </BlockStack>
  );
}

type NumbersProps = Pick<DiscountFieldsProps, "isShown" | "onChange"> & { discount: DiscountEdit };

function Numbers({ discount, isShown, onChange }: NumbersProps) {
  const { coupon, problems } = couponFrom(discount);
  const field = (name: keyof DiscountEdit) => ({
    type: "number" as const,
    min: 1,
    autoComplete: "off",
    value: discount[name],
    error: problems[name] ?? false,
    onChange: (text: string) => onChange({ ...discount, [name]: text }),
  });
  return (
    <FormLayout>
      <FormLayout.Group condensed>
        <TextField label="Takes off" suffix="%" {...field("percentOff")} />
        <TextField
          label="Holds for"
          suffix={discount.validDays === "1" ? "day" : "days"}
          {...field("validDays")}
        />
      </FormLayout.Group>
      {/* Announced to screen readers once it is valid again. */}
      <div aria-live="polite">
        {coupon !== null && (
          <Text as="p" tone="subdued">
            {`${discountWords(coupon)} Nothing is made in Shopify before you save.`}
          </Text>
        )}
      </div>
      {!isShown && (
        <Text as="p" tone="caution">
          {NOT_SHOWN}
        </Text>
      )}
    </FormLayout>
  );
}
