import type { Finding } from "../../shared/schema/setup.ts";
import type { CheckedPage, CheckedSite } from "./check-page.ts";
import type { Copy } from "./read-page.ts";

/** Types with which a browser runs a script; any other is data, as consent tools use it to hold one back. */
const runningTypes = new Set(["", "text/javascript", "application/javascript", "module"]);

/** What a page says of its copies of the SDK: are there too many or too few, and do they have the right key. */
export async function scriptFindings({ facts, copy, site }: CheckedPage): Promise<Finding[]> {
  if (copy === undefined) return [missing(facts.hasTagManager, facts.isCut)];
  const findings: Finding[] = [];
  if (facts.copies.length > 1) findings.push(twoCopies(facts.copies));
  findings.push(await keyFinding(copy.key, site));
  if (!runningTypes.has(copy.type)) {
    findings.push({
      code: "held_back",
      severity: "warning",
      message: `The script is held back: its type is "${copy.type.slice(0, 60)}" until a consent tool changes that.`,
      fix: 'Nothing is counted before. Scoreline can wait by itself: load it at once with data-consent="opt-in", and let the consent tool call scoreline.setConsent("granted").',
    });
  }
  if (copy.auto === "false") {
    findings.push({
      code: "manual_page_views",
      severity: "note",
      message: 'data-auto="false": page views are left to the page.',
      fix: "Call scoreline.page() where a page is viewed, or take the attribute away.",
    });
  }
  if (!copy.isInjected && !copy.isAsync && copy.type !== "module") {
    findings.push({
      code: "blocking_script",
      severity: "warning",
      message: "The page waits for the script before it goes on.",
      fix: "Add async to the script tag.",
    });
  } else if (!copy.isInHead) {
    findings.push({
      code: "late_script",
      severity: "note",
      message: "The script is in the body: what a visitor does before it has arrived is missed.",
      fix: "Put the snippet into the head.",
    });
  }
  const stub = facts.stubs[0];
  if (stub !== undefined && (stub.key !== copy.key || /YOUR-|^HOST/.test(stub.host ?? ""))) {
    findings.push({
      code: "stub_differs",
      severity: "warning",
      message: "The inline part of the snippet has another key or address than the script tag.",
      fix: "Copy the snippet anew, whole.",
    });
  }
  return findings;
}

function missing(hasTagManager: boolean, isCut: boolean): Finding {
  if (hasTagManager) {
    return {
      code: "no_script_but_tag_manager",
      severity: "note",
      message: "The page itself has no Scoreline script. It has a tag manager, which may add one.",
      fix: "Open the page in a browser and watch the lights above.",
    };
  }
  return {
    code: "no_script",
    severity: "error",
    message: isCut
      ? "There is no Scoreline script in the first two megabytes of the page."
      : "There is no Scoreline script on the page.",
    fix: "Put the snippet into the head of the page. Where the page is cached, empty the cache.",
  };
}

function twoCopies(copies: readonly Copy[]): Finding {
  const keys = [...new Set(copies.map(({ key }) => key))];
  return {
    code: "two_copies",
    severity: keys.length > 1 ? "error" : "warning",
    message:
      keys.length > 1
        ? `There are ${copies.length} copies of the script with different keys; only the first that arrives works.`
        : `There are ${copies.length} copies of the script; only the first that arrives works.`,
    fix: "Keep one. A tag manager, a theme and a plugin may each have added theirs.",
  };
}

async function keyFinding(key: string, site: CheckedSite): Promise<Finding> {
  const right = site.writeKey === null ? "the site's write key" : `data-site="${site.writeKey}"`;
  if (key === "" || key.startsWith("YOUR-")) {
    return {
      code: "no_key",
      severity: "error",
      message: "The script tag has no write key.",
      fix: `Give it ${right}.`,
    };
  }
  const grant = await site.grantOf(key);
  if (/^(sec|adm)_/.test(key) || (grant !== null && grant.kind !== "write")) {
    return {
      code: "secret_on_page",
      severity: "error",
      message: "The script tag holds a secret key or token, which every visitor can read.",
      fix: `Put ${right} in its place, and treat the secret as known to everybody.`,
    };
  }
  if (grant === null) {
    return {
      code: "wrong_key",
      severity: "error",
      message: `The key of the script tag, ${key.slice(0, 60)}, is not known.`,
      fix: `Give it ${right}.`,
    };
  }
  return grant.siteId === site.id
    ? { code: "right_key", severity: "good", message: "The script is on the page, with this site's key." }
    : {
        code: "key_of_another_site",
        severity: "error",
        message: `The key of the script tag, ${key.slice(0, 60)}, belongs to another site.`,
        fix: `Give it ${right}.`,
      };
}
