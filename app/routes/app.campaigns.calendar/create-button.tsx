import { Button } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CalendarProps } from "./page";

interface CreateButtonProps extends Pick<CalendarProps, "isCreating" | "onCreate"> {
  day: string;
}

/** Creates a campaign for a day. */
export function CreateButton({ day, isCreating, onCreate }: CreateButtonProps) {
  const text = useText("campaigns");
  const format = useFormat();
  return (
    <Button
      icon={PlusIcon}
      variant="tertiary"
      disabled={isCreating}
      accessibilityLabel={text("calendar.create", { day: format.weekdayDate(day) })}
      onClick={() => onCreate(day)}
    />
  );
}
