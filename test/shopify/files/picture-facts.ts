/** An image's properties from its bytes. */
export interface PictureFacts {
  readonly mimeType: "image/png" | "image/jpeg" | "image/gif" | "image/webp";
  readonly width: number;
  readonly height: number;
}

/** Reads an image's format and size from its first bytes, regardless of its name; null for other files. */
export function readPictureFacts(bytes: Buffer): PictureFacts | null {
  try {
    return readPng(bytes) ?? readGif(bytes) ?? readWebp(bytes) ?? readJpeg(bytes);
  } catch (error) {
    // Null for an image that ends before its size.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const startsWith = (bytes: Buffer, text: string, at = 0) =>
  bytes.toString("latin1", at, at + text.length) === text;

function readPng(bytes: Buffer): PictureFacts | null {
  if (!startsWith(bytes, "\x89PNG\r\n\x1a\n")) return null;
  return { mimeType: "image/png", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function readGif(bytes: Buffer): PictureFacts | null {
  if (!startsWith(bytes, "GIF8")) return null;
  return { mimeType: "image/gif", width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** Three layouts: lossy, lossless (14 bits per side), extended (24 bits, both one too small). */
function readWebp(bytes: Buffer): PictureFacts | null {
  if (!startsWith(bytes, "RIFF") || !startsWith(bytes, "WEBP", 8)) return null;
  const mimeType = "image/webp";
  switch (bytes.toString("latin1", 12, 16)) {
    case "VP8 ":
      return {
        mimeType,
        width: bytes.readUInt16LE(26) & 0x3fff,
        height: bytes.readUInt16LE(28) & 0x3fff,
      };
    case "VP8L": {
      const bits = bytes.readUInt32LE(21);
      return { mimeType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { mimeType, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}

/** The size is in the first frame's header (SOF), after segments of any length. */
function readJpeg(bytes: Buffer): PictureFacts | null {
  if (!startsWith(bytes, "\xff\xd8\xff")) return null;
  for (let at = 2; ; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf;
    if (isFrame && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      return { mimeType: "image/jpeg", width, height };
    }
    if (marker < 0xff00) return null;
  }
}
