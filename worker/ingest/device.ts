import UAParser from "ua-parser-js";
import type { VisitContext } from "../../shared/schema/event.ts";

type Device = NonNullable<VisitContext["device"]>;

const unquote = (value: string | null) => value?.replaceAll('"', "") ?? "";

/** Parsed user agents of this isolate. Few strings make up most of the traffic; the map starts anew when it is full. */
const parsed = new Map<string, Device>();
const parsedKept = 500;

function parse(userAgent: string): Device {
  const known = parsed.get(userAgent);
  if (known !== undefined) return known;
  const result = new UAParser(userAgent).getResult();
  const { type } = result.device;
  const device: Device = {
    type:
      type === "mobile" || type === "tablet"
        ? type
        : type === undefined && result.os.name !== undefined
          ? "desktop"
          : "other",
    ...(result.os.name !== undefined && { os: result.os.name }),
    ...(result.browser.name !== undefined && { browser: result.browser.name }),
  };
  if (parsed.size >= parsedKept) parsed.clear();
  parsed.set(userAgent, device);
  return device;
}

/** The device of a request: client hints where the browser sends them, else the user agent. */
export function deviceOf(headers: Headers, userAgent: string): Device {
  const device = parse(userAgent);
  const platform = unquote(headers.get("sec-ch-ua-platform"));
  const mobile = headers.get("sec-ch-ua-mobile");
  return {
    ...device,
    ...(platform !== "" && { os: platform.slice(0, 40) }),
    ...(mobile === "?1" && device.type !== "tablet" && { type: "mobile" as const }),
  };
}
