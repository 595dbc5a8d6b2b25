import type { MeasureId } from "~/feedback/measures";
import { useText } from "~/i18n/text-provider";
import { Defined } from "./defined";

/** A measure's name with its definition. */
export function MeasureName({ id }: { id: MeasureId }) {
  const text = useText("measures");
  return <Defined definition={text(`about.${id}`)}>{text(`name.${id}`)}</Defined>;
}
