import type { VisitorDebug } from "../../shared/schema/debug.ts";
import { element, icon } from "../actions/element.ts";
import type { ClientOptions } from "../client.ts";
import { readDeviceRecord } from "../lib/device-record.ts";
import { askWhy } from "./ask-why.ts";
import type { Story, Told } from "./story.ts";
import { debugSheet } from "./style.ts";

/** Words for the reason why an action is not shown. */
const reasons: Record<string, string> = {
  chosen: "shown now",
  condition: "its condition does not hold",
  disqualified: "the visitor is disqualified",
  schedule: "not at this time",
  dismissed: "the visitor closed it",
  converted: "the visitor followed it",
  cap: "shown often enough",
  kind_cap: "enough of its kind were shown",
  global_cap: "enough was shown",
  holdout: "the visitor is in the holdout group",
  place_taken: "another has its place",
};

/** How long after an answer the panel asks why; several answers in a row are one question. Milliseconds. */
const askAfterMs = 250;

const section = (title: string, ...lines: (Node | undefined)[]): HTMLElement =>
  element("section", {}, element("h2", {}, title), ...lines);

const fact = (name: string, value: string): HTMLElement =>
  element("p", { class: "fact" }, element("span", {}, name), element("code", {}, value));

const line = ({ event, fate, note }: Told): HTMLElement =>
  element(
    "details",
    { class: "event" },
    element(
      "summary",
      {},
      element("b", {}, event.event ?? event.type),
      element("span", { class: `fate ${fate.split(" ")[0]}` }, fate),
    ),
    note ? element("p", { class: "note" }, note) : undefined,
    element("pre", {}, JSON.stringify({ ...event.properties, ...event.traits }, null, 1)),
    element(
      "p",
      { class: "quiet" },
      `${new Date(event.timestamp).toISOString().slice(11, 19)} ${event.context?.page.url ?? ""}`,
    ),
  );

const consentWords = (consent: boolean | undefined, isKnown: boolean): string =>
  consent === undefined
    ? isKnown
      ? "not asked; the visitor has not objected"
      : "none yet: no id is kept or sent"
    : consent
      ? "granted"
      : "denied: no id is kept or sent";

/** A panel that is open. */
export interface Panel {
  show(story: Story): void;
  remove(): void;
}

/**
 * Opens the panel in the lower corner of the page, in a shadow root, so that neither takes the
 * other's looks.
 *
 * @param close Called when the developer closes it.
 * @example const panel = openPanel(options, () => panel.remove());
 */
export function openPanel(options: ClientOptions, close: () => void): Panel {
  const host = element("scoreline-debug" as "div");
  const head = element("strong", {}, "Scoreline");
  const body = element("div", { class: "body", tabindex: "0", role: "region", "aria-label": "Details" });
  const cross = element(
    "button",
    { type: "button", "aria-label": "Close" },
    icon("M5.5 5.5l9 9M14.5 5.5l-9 9"),
  );
  cross.addEventListener("click", close);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [debugSheet()];
  root.append(
    element(
      "aside",
      { "aria-label": "Scoreline debug panel", lang: "en", dir: "ltr" },
      element("header", {}, head, cross),
      body,
    ),
  );
  (document.body ?? document.documentElement).append(host);

  let story: Story | undefined;
  let why: VisitorDebug | string = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: string | undefined;

  const draw = () => {
    if (!story) return;
    const { events, answer, shown } = story;
    const { anonymousId, userId, consent } = readDeviceRecord(options.site) ?? { anonymousId: story.device };
    const stage = answer?.stage ?? "";
    const total = typeof why === "object" ? why.total : answer?.total;
    head.textContent = ["Scoreline", stage, total]
      .filter((part) => part !== undefined && part !== "")
      .join(" · ");
    const open = new Set(
      [...body.querySelectorAll("details[open]")].map((each) => (each as HTMLElement).dataset["id"]),
    );
    const used = root.activeElement?.closest<HTMLElement>("details")?.dataset["id"];
    body.replaceChildren(
      section(
        "Visitor",
        fact("visitor", answer?.visitor?.split(".")[0] ?? "nobody is known"),
        fact("device", anonymousId ?? "none"),
        userId ? fact("user", userId) : undefined,
        fact("consent", consentWords(consent, anonymousId !== undefined)),
      ),
      section(
        "Events on this page",
        ...events.map((told) => {
          const row = line(told) as HTMLDetailsElement;
          row.dataset["id"] = told.event.messageId;
          row.open = open.has(told.event.messageId);
          return row;
        }),
      ),
      section(
        "Why this score",
        ...(typeof why === "string"
          ? [element("p", { class: "quiet" }, why)]
          : why.explanation.map((text) => element("p", { class: "why" }, text)).reverse()),
      ),
      section(
        "Actions",
        ...(typeof why === "string"
          ? shown.map((id) => fact(id, "shown"))
          : why.actions.map(({ id, reason }) => fact(id, reasons[reason] ?? reason))),
      ),
    );
    // Whoever reads an event by keyboard goes on from there.
    if (used) body.querySelector<HTMLElement>(`[data-id="${CSS.escape(used)}"] summary`)?.focus();
  };

  const ask = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void askWhy(options, story?.answer?.visitor).then((answer) => {
        why = answer;
        draw();
      });
    }, askAfterMs);
  };

  return {
    show(told) {
      story = told;
      draw();
      const key = JSON.stringify(told.answer ?? null) + told.events.length;
      if (key !== asked) ask();
      asked = key;
    },
    remove() {
      clearTimeout(timer);
      host.remove();
    },
  };
}
