import { signal } from "@preact/signals";
import type { PageCheck, Setup } from "../../../shared/schema/setup.ts";
import { ApiError } from "../api/client.ts";
import { checkPage, getSetup, makeDebugLink, makePreviewLink } from "../api/setup.ts";
import { followLeads } from "./live.ts";
import { makeResource } from "./resource.ts";

/** How far the installation has come. */
export const setup = makeResource<Setup>();

/** What the last look at a page has shown. */
export const pageCheck = makeResource<PageCheck>();

/** The page that is looked at, as typed; null until the reader has changed what is proposed. */
export const typedPage = signal<string | null>(null);

/** A link that was made, and for what. */
export interface MadeLink {
  label: string;
  link: string;
}

/** The link that was made last, and why the last try failed. */
export const madeLink = signal<MadeLink | null>(null);
export const linkProblem = signal<string | null>(null);

/** The inline parts of the snippets as the worker serves them, by file; empty until they are there. */
export const stubTexts = signal<Readonly<Record<string, string>>>({});

/** Fetches how far the installation has come. */
export function loadSetup(): Promise<void> {
  return setup.load(getSetup);
}

/** Keeps the screen fresh while it is open: each new thing that is seen comes over the live feed. */
export function followSetup(): () => void {
  const refresh = () => void loadSetup();
  refresh();
  return followLeads({ leads: () => undefined, setup: refresh, gap: refresh });
}

/** Fetches the inline part of a snippet, once. */
export async function loadStub(file: string): Promise<void> {
  if (file in stubTexts.peek()) return;
  try {
    const response = await fetch(`/s/${file}`);
    const text = response.ok ? (await response.text()).trim() : "";
    stubTexts.value = { ...stubTexts.peek(), [file]: text };
  } catch {
    // The snippet says that it is on its way; choosing it again tries again.
  }
}

/** Lets the worker look at a page. */
export function lookAtPage(url: string): void {
  madeLink.value = null;
  linkProblem.value = null;
  void pageCheck.load((abort) => checkPage(url, abort));
}

async function makeLink(label: string, make: () => Promise<string>): Promise<void> {
  madeLink.value = null;
  linkProblem.value = null;
  try {
    madeLink.value = { label, link: await make() };
  } catch (cause) {
    linkProblem.value = cause instanceof ApiError ? cause.message : "That is not the address of a page.";
  }
}

/** Makes a link that opens the debug panel on a page. */
export function askDebugLink(page: string): Promise<void> {
  return makeLink("Debug link, for an hour", () => makeDebugLink(page));
}

/** Makes a link that shows an action on a page. */
export function askPreviewLink(page: string, action: string): Promise<void> {
  return makeLink(`Preview of ${action}, for a day`, () => makePreviewLink(page, action));
}

/** Forgets everything, as at sign-out. */
export function clearSetup(): void {
  setup.clear();
  pageCheck.clear();
  typedPage.value = null;
  madeLink.value = null;
  linkProblem.value = null;
}
