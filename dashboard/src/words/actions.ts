import { humanise } from "./events.ts";

/** Changes by their name in the audit log, as sentences without a subject. */
export const wordings: Readonly<Record<string, string>> = {
  "audit.erase": "Took an erased person out of this log",
  "debug_link.create": "Made a debug link",
  "delivery.replay": "Sent a hand-off again",
  "delivery.replay_dead": "Sent all dead hand-offs again",
  "destination.change": "Changed a destination",
  "destination.create": "Added a destination",
  "destination.remove": "Removed a destination",
  "destination.rotate_secret": "Made a new secret for a destination",
  "destination.test": "Sent a test to a destination",
  "hand_off.release": "Let held hand-offs go",
  "hand_off.send_untaken": "Sent the hand-offs that nobody had taken",
  "key.create": "Made a key",
  "key.revoke": "Revoked a key",
  "key.rotate": "Rotated a key",
  "lead.dismiss": "Said that two leads are two people",
  "lead.erase": "Erased a person",
  "lead.export": "Exported a person's data",
  "lead.merge": "Merged two leads",
  "lead.object": "Recorded an objection to scoring",
  "lead.unmerge": "Took a merge back",
  "lead.unobject": "Took an objection back",
  "member.remove": "Removed a member",
  "member.save": "Added or changed a member",
  "model.publish": "Published a model",
  "model.rollback": "Went back to an earlier model",
  "model_draft.drop": "Threw the model's draft away",
  "model_draft.save": "Saved a draft of the model",
  "outcomes.record": "Recorded outcomes",
  "preview.create": "Made a preview link",
  "proof_secret.rotate": "Made a new secret for identity proofs",
  "site.create": "Made the site",
  "site.update": "Changed the site's settings",
  "source.change": "Changed a source",
  "source.create": "Added a source",
  "source.delete": "Deleted a source",
  "source.rotate": "Gave a source a new address",
  "sweep.cancel": "Stopped a job",
  "sweep.resume": "Went on with a job",
  "sweep.start": "Started a job",
  "token.create": "Made an admin token",
  "token.revoke": "Revoked an admin token",
};

/** A change of the audit log in words: `key.revoke` is "Revoked a key". */
export function describeAction(action: string): string {
  return (
    (Object.hasOwn(wordings, action) ? wordings[action] : undefined) ?? humanise(action.replace(".", " "))
  );
}
