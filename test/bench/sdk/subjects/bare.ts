import type { Subject } from "./subject.ts";

/** The page alone. */
export const bare: Subject = {
  name: "bare page",
  version: "",
  licence: "",
  install: () => ({ snippet: "", files: {} }),
  answer: () => ({ body: "" }),
  read: () => [],
};
