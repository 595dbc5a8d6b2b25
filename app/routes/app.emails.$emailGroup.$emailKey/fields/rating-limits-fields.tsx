import { useText } from "~/i18n/text-provider";
import type { RatingLimits } from "~/messages/blocks/elements/product-source";
import { CountField } from "./count-field";

interface RatingLimitsFieldsProps {
  limits: RatingLimits;
  /** @returns why it is invalid, or null */
  onChange: (limits: RatingLimits) => string | null;
}

const FIELDS = [
  { field: "minStars", to: 5 },
  { field: "minCount", to: 1_000 },
] as const;

/** From which rating on a product's rating is shown. */
export function RatingLimitsFields({ limits, onChange }: RatingLimitsFieldsProps) {
  const text = useText("email-editor");
  return FIELDS.map(({ field, to }) => (
    <CountField
      key={field}
      label={text(`details.${field}`)}
      from={1}
      to={to}
      value={limits[field]}
      onCommit={(changed) => onChange({ ...limits, [field]: changed })}
    />
  ));
}
