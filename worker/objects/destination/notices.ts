import type { GivenName, HandOffPayload } from "../../../shared/schema/destination.ts";
import type { LeftHandOff } from "../visitor/remains.ts";

/**
 * One notice of an erasure for each name under which the receiver may have a contact: a receiver finds
 * contacts by e-mail address, and by phone number where there is none. The first has the notice's own id.
 */
export function noticesByName(notice: HandOffPayload, given: readonly LeftHandOff[]): HandOffPayload[] {
  const names = new Map<string, GivenName>();
  for (const {
    name: { email, phone },
  } of given) {
    const key = email?.toLowerCase() ?? phone;
    if (key !== null) names.set(key, email === null ? { email, phone } : { email, phone: null });
  }
  return [...names.values()].map((name, index) => ({
    ...notice,
    id: index === 0 ? notice.id : `${notice.id}.${index + 1}`,
    who: { ...notice.who, ...name },
  }));
}
