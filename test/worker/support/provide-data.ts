import type { TestProject } from "vitest/node";
import { realData } from "../../support/data.ts";

/** Hands real data to the tests in workerd, which have no file system. */
export default function setup(project: TestProject): void {
  const text = realData("webhooks/standard_webhooks.json");
  project.provide("webhookVectors", text === undefined ? [] : JSON.parse(text).vectors);
}

declare module "vitest" {
  interface ProvidedContext {
    webhookVectors: {
      secret: string;
      msg_id: string;
      timestamp: number;
      payload: string;
      signature: string;
    }[];
  }
}
