import { expect, test } from "vitest";
import { sample, stage } from "./support/stage.ts";
import { endpoint, inWholeBrowser, visit } from "./support/visits.ts";

// The headless shell has no windows that the visitor could be in.
inWholeBrowser();

test.each(["banner", "modal"] as const)(
  "%s gives the focus back although the visitor was in another window meanwhile",
  async (kind) => {
    stage.page("");
    await stage.open();
    await endpoint.until(() => endpoint.events().length === 1);
    const { page } = visit;
    await page.focus("#before");
    endpoint.actions = [sample(kind)];
    await page.evaluate(() => window.scoreline.track("ask"));
    const card = stage.card(`${kind}-1`);
    await card.waitFor();
    await card.locator(".close").focus();
    // The browser gives the focus anew when the visitor comes back.
    await page.evaluate(() => {
      addEventListener("blur", () => (document.title = "away"));
      addEventListener("focus", () => (document.title = "back"));
    });
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
    const other = await page.context().newPage();
    await other.bringToFront();
    await expect.poll(() => page.title()).toBe("away");
    await page.bringToFront();
    await session.send("Emulation.setFocusEmulationEnabled", { enabled: true });
    await expect.poll(() => page.title()).toBe("back");
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("before");
  },
);
