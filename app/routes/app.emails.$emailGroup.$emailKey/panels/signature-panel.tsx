import { useText } from "~/i18n/text-provider";
import { LineField } from "../fields/line-field";
import { PictureFields } from "../fields/picture-fields";
import type { PanelProps } from "./panel";

/** Width at which an email shows the picture. */
const WIDTH_PX = 64;

export function SignaturePanel({ block, set, texts }: PanelProps<"signature">) {
  const text = useText("email-editor");
  const { name, role, src } = block;
  return (
    <>
      <LineField
        label={text("signature.name")}
        value={name}
        paths={texts}
        onCommit={(changed) => set({ name: changed })}
      />
      <LineField
        label={text("signature.role")}
        value={role}
        paths={texts}
        onCommit={(changed) => set({ role: changed })}
      />
      <PictureFields
        block={{ src, alt: name, widthPx: WIDTH_PX }}
        set={({ src: chosen = src }) => set({ src: chosen })}
      />
    </>
  );
}
