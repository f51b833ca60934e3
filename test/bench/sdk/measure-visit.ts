import { setTimeout as wait } from "node:timers/promises";
import type { Chromium, Session } from "./chromium.ts";
import { filledIn, routes } from "./page.ts";
import type { Site } from "./site.ts";
import { scriptBytes, trafficOf, type Traffic } from "./traffic.ts";

/** What a visit sent, part by part. */
export interface Visit {
  /** Bytes of all scripts that the first page fetched, brotli. */
  scriptBytes: number;
  view: Traffic;
  routes: Traffic;
  form: Traffic;
  leaving: Traffic;
}

/** Who batches has sent by then. Milliseconds. */
const settleMs = 5_000;
const routeMs = 1_000;

const run = (page: Session, expression: string) =>
  page.send("Runtime.evaluate", { expression, userGesture: true });

async function followRoutes(page: Session): Promise<void> {
  for (const { path, title } of routes) {
    await run(
      page,
      `history.pushState({}, "", ${JSON.stringify(path)}); document.title = ${JSON.stringify(title)}`,
    );
    await wait(routeMs);
  }
}

async function sendForm(page: Session): Promise<void> {
  for (const [name, value] of Object.entries(filledIn)) {
    await run(page, `document.forms.contact.elements[${JSON.stringify(name)}].focus()`);
    await page.send("Input.insertText", { text: value });
    await wait(300);
  }
  await run(page, `document.querySelector("#contact button").focus()`);
  for (const type of ["keyDown", "keyUp"])
    await page.send("Input.dispatchKeyEvent", {
      type,
      key: "Enter",
      code: "Enter",
      text: "\r",
      windowsVirtualKeyCode: 13,
    });
}

/** Visits the page at full speed: one view, ten routes, one form, and away. */
export async function measureVisit(chromium: Chromium, site: Site): Promise<Visit> {
  const { page, close } = await chromium.open();
  const part = async (act: () => Promise<unknown>) => {
    await act();
    await wait(settleMs);
    return site.requests.splice(0);
  };
  try {
    const view = await part(() => page.send("Page.navigate", { url: site.page }));
    const routed = await part(() => followRoutes(page));
    const form = await part(() => sendForm(page));
    const leaving = await part(() => page.send("Page.navigate", { url: "about:blank" }));
    return {
      scriptBytes: scriptBytes(view),
      view: trafficOf(site.subject, view),
      routes: trafficOf(site.subject, routed),
      form: trafficOf(site.subject, form),
      leaving: trafficOf(site.subject, leaving),
    };
  } finally {
    await close();
  }
}
