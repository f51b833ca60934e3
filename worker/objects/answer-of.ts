/**
 * What another object answered, as an object's own answer. The platform gives whatever comes from
 * another object a `Symbol.dispose`; passed on as it is, that counts as this object's own disposer, and
 * both stay awake until the caller disposes of the answer. A copy leaves it behind.
 *
 * @see https://developers.cloudflare.com/workers/runtime-apis/rpc/lifecycle/
 */
export function answerOf<Answer extends object>(answered: Answer): Answer {
  return { ...answered };
}
