/** The networks to which emails link, by name. */
export const SOCIAL_NETWORKS = {
  instagram: "Instagram",
  facebook: "Facebook",
  tiktok: "TikTok",
  youtube: "YouTube",
  pinterest: "Pinterest",
  x: "X",
  threads: "Threads",
  line: "LINE",
  whatsapp: "WhatsApp",
} as const;
export type SocialNetwork = keyof typeof SOCIAL_NETWORKS;

export const MAX_SOCIAL_ACCOUNTS = 8;

/** The URL of an account on any network. */
const SOCIAL_URL = /^https:\/\/[^\s"<>`\\{}]{1,490}$/;

/** Registered domains; those below them belong to the network too. */
const DOMAINS: Readonly<Record<SocialNetwork, RegExp>> = {
  instagram: /(?:^|\.)instagram\.com$/,
  facebook: /(?:^|\.)(?:facebook\.com|fb\.com)$/,
  tiktok: /(?:^|\.)tiktok\.com$/,
  youtube: /(?:^|\.)(?:youtube\.com|youtu\.be)$/,
  pinterest: /(?:^|\.)pinterest\.(?:com|[a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})$/,
  x: /(?:^|\.)(?:x|twitter)\.com$/,
  threads: /(?:^|\.)threads\.(?:com|net)$/,
  line: /(?:^|\.)(?:line\.me|lin\.ee)$/,
  whatsapp: /(?:^|\.)(?:whatsapp\.com|wa\.me)$/,
};

/** The network of an account's URL; null: none that emails name, or only the network's first page. */
export function findSocialNetwork(url: string): SocialNetwork | null {
  if (!SOCIAL_URL.test(url) || !URL.canParse(url)) return null;
  const { hostname, pathname } = new URL(url);
  if (pathname === "/") return null;
  const networks = Object.keys(DOMAINS) as SocialNetwork[];
  return networks.find((network) => DOMAINS[network].test(hostname)) ?? null;
}
