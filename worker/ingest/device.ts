import UAParser from "ua-parser-js";
import type { VisitContext } from "../../shared/schema/event.ts";

export type Device = NonNullable<VisitContext["device"]>;

const unquote = (value: string | null) => value?.replaceAll('"', "") ?? "";

/** The device that a user agent speaks of. */
export function parseDevice(userAgent: string): Device {
  const result = new UAParser(userAgent).getResult();
  const { type } = result.device;
  return {
    type:
      type === "mobile" || type === "tablet"
        ? type
        : type === undefined && result.os.name !== undefined
          ? "desktop"
          : "other",
    ...(result.os.name !== undefined && { os: result.os.name }),
    ...(result.browser.name !== undefined && { browser: result.browser.name }),
  };
}

/** A device with what the browser's client hints know better than its user agent. */
export function withClientHints(device: Device, headers: Headers): Device {
  const platform = unquote(headers.get("sec-ch-ua-platform"));
  const mobile = headers.get("sec-ch-ua-mobile");
  return {
    ...device,
    ...(platform !== "" && { os: platform.slice(0, 40) }),
    ...(mobile === "?1" && device.type !== "tablet" && { type: "mobile" as const }),
  };
}
