(function () {
  var named = /^#\/([\w-]+)(?:\/|$)/.exec(location.hash);
  if (named === null || location.protocol === "file:") return;
  var link = document.createElement("link");
  link.rel = "preload";
  link.as = "fetch";
  link.crossOrigin = "anonymous";
  link.href = "lesson-" + named[1] + ".html";
  document.head.append(link);
})();
