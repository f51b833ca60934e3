import type { Site } from "../../shared/schema/site.ts";
import { botVerdict } from "./bot.ts";
import { parseDevice, type Device } from "./device.ts";

/** What a user agent tells. */
export interface UserAgent {
  device: Device;
  bot: "crawler" | "tool" | undefined;
}

const characters = 512;

/** User agents that this isolate has read. Few strings make up most of the traffic; the map starts anew when it is full. */
const known = new Map<string, UserAgent>();
const knownKept = 500;

/** Reads a user agent, cut to 512 characters: what parses it was not made for longer ones. */
export function readUserAgent(header: string | null): UserAgent {
  const text = (header ?? "").slice(0, characters);
  const earlier = known.get(text);
  if (earlier !== undefined) return earlier;
  const userAgent = { device: parseDevice(text), bot: botVerdict(text) };
  if (known.size >= knownKept) known.clear();
  known.set(text, userAgent);
  return userAgent;
}

/** Whether a request is a program's, which nobody is scored for; a site may have its tools scored. */
export function unscoredBot(headers: Headers, site: Site): UserAgent["bot"] {
  const { bot } = readUserAgent(headers.get("user-agent"));
  return bot === "tool" && site.scoreTools === true ? undefined : bot;
}
