// The launch page of a browser that keeps no cookie: asks the platform's storage for what the login left there, posts
// the message once more with it, and keeps the token of the launch in this tab. The token is in no address.
(() => {
  const data = document.body.dataset;
  const fail = (text) => {
    document.getElementById("opening").hidden = true;
    document.getElementById("failed").hidden = false;
    if (text) document.getElementById("reason").textContent = text;
  };
  const open = async (browser) => {
    const form = new URLSearchParams(new FormData(document.getElementById("message")));
    form.set("browser", browser);
    try {
      const response = await fetch(`${data.root}/lti/launch`, {
        method: "POST",
        body: form,
        headers: { Accept: "application/json" },
      });
      const answer = await response.json();
      if (!response.ok) {
        fail(`${answer.message} (${answer.reference})`);
        return;
      }
      sessionStorage.setItem(`hb_${answer.handle}`, answer.token);
      location.replace(answer.address);
    } catch {
      fail("");
    }
  };
  const parent = window.opener || window.parent;
  if (parent === window) {
    fail("");
    return;
  }
  const messageId = crypto.randomUUID();
  // Asked again and again, as the frame that keeps may come later, and load longer, than this one.
  const ask = () => {
    const keeper = data.target === "_parent" ? parent : parent.frames[data.target];
    keeper?.postMessage({ subject: "lti.get_data", message_id: messageId, key: data.key }, data.origin);
  };
  const again = setInterval(ask, 250);
  const timer = setTimeout(() => {
    clearInterval(again);
    removeEventListener("message", hear);
    fail("");
  }, 5000);
  function hear(event) {
    const answer = event.data;
    if (event.origin !== data.origin || typeof answer !== "object" || answer === null) return;
    if (answer.subject !== "lti.get_data.response" || answer.message_id !== messageId) return;
    clearInterval(again);
    clearTimeout(timer);
    removeEventListener("message", hear);
    if (typeof answer.value === "string") open(answer.value);
    else fail("");
  }
  addEventListener("message", hear);
  ask();
})();
