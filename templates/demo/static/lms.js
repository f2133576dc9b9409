// The LMS's own page: grows the tool's frame to what the tool asks for, and closes its registration page.
addEventListener("message", (event) => {
  const frame = [...document.querySelectorAll("iframe.tool")].find((one) => one.contentWindow === event.source);
  if (!frame || typeof event.data !== "object" || event.data === null) {
    return;
  }
  if (event.data.subject === "lti.frameResize" && Number.isFinite(event.data.height)) {
    frame.style.height = `${Math.min(Math.max(event.data.height, 200), 20000)}px`;
  }
  if (event.data.subject === "org.imsglobal.lti.close") {
    location.href = location.pathname + location.search.replace(/([?&])url=[^&]*/, "$1");
  }
});
