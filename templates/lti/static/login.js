// The login page in a frame: finds out which way this browser leaves open to come back as the same browser, and goes
// on to the LMS by it. First a cookie; then the storage of the platform (LTI client side postMessages 1.0); then a
// window of its own, for which a person must press the button.
(() => {
  const data = document.body.dataset;
  const goOn = () => location.replace(data.address);

  // The probe was set beside the cookie that counts, in the same way, but readable.
  if (document.cookie.split("; ").includes(`${data.probe}=1`)) {
    goOn();
    return;
  }

  const offerWindow = () => {
    document.getElementById("opening").hidden = true;
    document.getElementById("blocked").hidden = false;
    document.getElementById("window")?.addEventListener("submit", () => {
      document.getElementById("blocked").hidden = true;
      document.getElementById("opened").hidden = false;
    });
  };
  // The token of the launch will live in the tab's storage; without it a page of its own is the only way.
  const tabStores = () => {
    try {
      sessionStorage.setItem("hb_probe", "1");
      sessionStorage.removeItem("hb_probe");
      return true;
    } catch {
      return false;
    }
  };
  const parent = window.opener || window.parent;
  if (!data.target || parent === window || !tabStores()) {
    offerWindow();
    return;
  }
  const messageId = crypto.randomUUID();
  // Asked again and again, as the frame that keeps may come later, and load longer, than this one.
  const ask = () => {
    const keeper = data.target === "_parent" ? parent : parent.frames[data.target];
    const message = { subject: "lti.put_data", message_id: messageId, key: data.key, value: data.value };
    keeper?.postMessage(message, data.origin);
  };
  const again = setInterval(ask, 250);
  const timer = setTimeout(finish, 4000, false);
  function finish(stored) {
    clearInterval(again);
    clearTimeout(timer);
    removeEventListener("message", hear);
    if (stored) goOn();
    else offerWindow();
  }
  function hear(event) {
    const answer = event.data;
    if (event.origin !== data.origin || typeof answer !== "object" || answer === null) return;
    if (answer.subject !== "lti.put_data.response" || answer.message_id !== messageId) return;
    finish(!answer.error);
  }
  addEventListener("message", hear);
  ask();
})();
