// LTI platform storage 0.1: keeps small values for tools, each tool's own by its origin, as long as the page is open.
const LIMIT = 4096;
const kept = new Map();

function answer(data, origin) {
  const reply = { subject: `${data.subject}.response`, message_id: data.message_id };
  if (data.subject === "lti.capabilities") {
    reply.supported_messages = ["lti.capabilities", "lti.put_data", "lti.get_data"].map((subject) => ({ subject }));
    return reply;
  }
  if (typeof data.message_id !== "string" || typeof data.key !== "string") {
    return { ...reply, error: { code: "bad_request", message: "message_id and key are required" } };
  }
  const name = JSON.stringify([origin, data.key]);
  reply.key = data.key;
  if (data.subject === "lti.get_data") {
    return { ...reply, value: kept.get(name) ?? null };
  }
  if (data.value === undefined || data.value === null) {
    kept.delete(name);
    return reply;
  }
  if (typeof data.value !== "string" || data.value.length > LIMIT) {
    return { ...reply, error: { code: "storage_exhaustion", message: "too long" } };
  }
  kept.set(name, data.value);
  return { ...reply, value: data.value };
}

addEventListener("message", (event) => {
  const subjects = ["lti.capabilities", "lti.put_data", "lti.get_data"];
  if (event.data && subjects.includes(event.data.subject)) {
    event.source.postMessage(answer(event.data, event.origin), event.origin);
  }
});
