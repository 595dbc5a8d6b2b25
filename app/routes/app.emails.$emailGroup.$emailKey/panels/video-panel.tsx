import { useText } from "~/i18n/text-provider";
import { LineField } from "../fields/line-field";
import { LinkField } from "../fields/link-field";
import { PictureFields } from "../fields/picture-fields";
import type { PanelProps } from "./panel";

/** Width of the email's texts, at which it shows the picture. */
const WIDTH_PX = 520;

export function VideoPanel({ block, set, texts, links }: PanelProps<"video">) {
  const text = useText("email-editor");
  const { label, href, src } = block;
  return (
    <>
      <PictureFields
        block={{ src, alt: label, widthPx: WIDTH_PX }}
        set={({ src: chosen = src }) => set({ src: chosen })}
      />
      <LineField
        label={text("field.title")}
        value={label}
        help={text("video.titleHelp")}
        paths={texts}
        onCommit={(changed) => set({ label: changed })}
      />
      <LinkField href={href} links={links} onCommit={(changed) => set({ href: changed })} />
    </>
  );
}
