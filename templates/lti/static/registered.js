// The end of a registration: tells the LMS that its frame can be closed (dynamic registration 1.0, 3.7). The message
// says nothing that anybody could use, and the page of the LMS may be on a host that nobody has named.
document.getElementById("close").addEventListener("click", () => {
  const parent = window.opener || window.parent;
  parent.postMessage({ subject: "org.imsglobal.lti.close" }, "*");
  document.getElementById("closed").hidden = false;
});
