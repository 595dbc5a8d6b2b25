import { BlockStack, Checkbox, FormLayout, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { CouponRequest } from "~/flows/send-step";

export interface DiscountFieldsProps {
  /** null: the mail gives none. */
  coupon: CouponRequest | null;
  /** Whether the mail, as it is sent, has a place for a code. */
  isShown: boolean;
  /** Whether the shop lets Kindred make discounts. */
  mayMakeDiscounts: boolean;
  onChange: (coupon: CouponRequest | null) => void;
}

const FIRST_COUPON: CouponRequest = { percentOff: 10, validDays: 7 };
const MOST = 90;
const NOT_SHOWN =
  "The mail does not show the code yet: add a discount code to it in the editor, and publish it.";

/** A discount code of one's own for each recipient: whether there is one, what it takes off, and how long it holds. */
export function DiscountFields(props: DiscountFieldsProps) {
  const { coupon, isShown, mayMakeDiscounts, onChange } = props;
  return (
    <BlockStack gap="400">
      <Checkbox
        label="Give each customer a discount code of their own"
        helpText="Each code is good for one order. It stands in the mail’s discount block, or where a text names it; links lead to your shop with the code set."
        checked={coupon !== null}
        {...(!mayMakeDiscounts && {
          error:
            "Kindred may not make discounts in your shop, so mails would go without codes. Open Kindred again under Apps and allow it.",
        })}
        onChange={(isOn) => onChange(isOn ? FIRST_COUPON : null)}
      />
      {coupon !== null && (
        <FormLayout>
          <FormLayout.Group condensed>
            <WholeNumber
              label="Takes off"
              suffix="%"
              value={coupon.percentOff}
              onChange={(percentOff) => onChange({ ...coupon, percentOff })}
            />
            <WholeNumber
              label="Holds for"
              suffix={coupon.validDays === 1 ? "day" : "days"}
              value={coupon.validDays}
              onChange={(validDays) => onChange({ ...coupon, validDays })}
            />
          </FormLayout.Group>
          {!isShown && (
            <Text as="p" tone="caution">
              {NOT_SHOWN}
            </Text>
          )}
        </FormLayout>
      )}
    </BlockStack>
  );
}

interface WholeNumberProps {
  label: string;
  suffix: string;
  value: number;
  onChange: (value: number) => void;
}

const mayBe = (text: string) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST;

/** What is typed stays as it is; only a number that may be is taken. */
function WholeNumber({ label, suffix, value, onChange }: WholeNumberProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? String(value);
  return (
    <TextField
      type="number"
      label={label}
      suffix={suffix}
      min={1}
      max={MOST}
      autoComplete="off"
      value={text}
      {...(!mayBe(text) && { error: `A whole number from 1 to ${MOST}` })}
      onChange={(entered) => {
        setTyped(entered);
        if (mayBe(entered)) onChange(Number(entered));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
