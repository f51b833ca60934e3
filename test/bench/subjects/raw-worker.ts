/** The least that the platform can do: a handler that answers. */
export default {
  fetch(): Response {
    return Response.json({ accepted: 1 });
  },
};
