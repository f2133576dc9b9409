// Rights of a launch without cookies: where this tab holds the token of the launch, pages and forms are fetched with it
// in a header, and the answer takes the place of the page. With cookies this script does nothing.
// Other scripts send the same header: window.hornbookLaunch.headers().
(() => {
  const match = /\/l\/([\w-]+)\//.exec(location.pathname);
  const handle = match ? match[1] : "";
  let token = null;
  try {
    token = sessionStorage.getItem(`hb_${handle}`);
  } catch {
    token = null;
  }
  const headers = () => (token ? { "Hornbook-Launch": token } : {});
  window.hornbookLaunch = { handle, headers };

  const bringsToken = "bringsToken" in document.body.dataset;
  const show = async (response) => {
    const disposition = response.headers.get("Content-Disposition") || "";
    if (disposition.startsWith("attachment")) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await response.blob());
      link.download = (/filename="?([^";]+)/.exec(disposition) || ["", "download"])[1];
      link.click();
      if (bringsToken) history.back();
      return;
    }
    const html = await response.text();
    if (response.url !== location.href) history.replaceState(null, "", response.url + location.hash);
    document.open();
    document.write(html);
    document.close();
  };
  const ask = (address, options) =>
    fetch(address, { ...options, headers: { ...headers(), Accept: "text/html" } }).then(show);

  if (bringsToken) {
    const fail = () => {
      document.getElementById("opening").hidden = true;
      document.getElementById("failed").hidden = false;
    };
    if (token) ask(location.href, {}).catch(fail);
    else fail();
    return;
  }
  if (!token) return;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const action = new URL((event.submitter && event.submitter.getAttribute("formaction")) || form.action, location.href);
    if (event.defaultPrevented || action.origin !== location.origin) return;
    if (form.target && form.target !== "_self") return;
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    if (form.method === "get") {
      action.search = new URLSearchParams(fields).toString();
      location.assign(action.href);
      return;
    }
    const multipart = form.enctype === "multipart/form-data";
    ask(action.href, { method: "POST", body: multipart ? fields : new URLSearchParams(fields) }).catch(() => form.submit());
  });
})();
